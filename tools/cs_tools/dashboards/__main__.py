from . import texts

for path, text in texts().items():
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
