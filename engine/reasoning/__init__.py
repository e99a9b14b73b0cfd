"""From question and passages to a checked answer: packing, prompting, grounding."""
