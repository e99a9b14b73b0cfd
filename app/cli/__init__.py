"""The command line: ``genba index | search | ask | journal | models | doctor | window``."""
