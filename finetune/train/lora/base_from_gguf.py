"""Makes a folder that transformers can train from, out of a GGUF file.

    python base_from_gguf.py MODEL.gguf FOLDER

Some open weights are easiest to come by as GGUF. The quantised weights are unpacked to 32-bit floats, so a
135M model becomes 540 MB; training then starts from exactly the numbers that the GGUF serves.
"""

import sys
from pathlib import Path


def main(gguf_file: str, folder: str) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    source = Path(gguf_file)
    tokenizer = AutoTokenizer.from_pretrained(source.parent, gguf_file=source.name)
    model = AutoModelForCausalLM.from_pretrained(source.parent, gguf_file=source.name, dtype=torch.float32)
    # transformers 5 refuses to save weights that it still believes to be quantised.
    model.config.quantization_config = None
    del model.config.quantization_config
    model.hf_quantizer = None
    model.is_quantized = False

    tokenizer.save_pretrained(folder)
    model.save_pretrained(folder)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
