"""Editor App: triage of news drafts kept as YAML front matter files."""

__version__ = "0.1.0"
