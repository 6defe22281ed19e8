"""Where the samples stand."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "shanhaiguan-zzb" / "2023.yaml"
