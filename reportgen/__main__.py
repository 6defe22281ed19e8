"""`python -m reportgen`."""

from reportgen.cli.main import run

if __name__ == "__main__":
    run()
