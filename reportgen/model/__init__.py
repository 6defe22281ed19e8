"""What a department's year is: its declared sections, its ledgers, its claims."""
