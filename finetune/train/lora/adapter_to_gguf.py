"""Converts a peft adapter of a Llama-like model to the GGUF that llama.cpp loads beside its base.

    python adapter_to_gguf.py BASE_FOLDER ADAPTER_FOLDER OUT.gguf

The format is that of llama.cpp's convert_lora_to_gguf.py (MIT licence): for each weight a pair `NAME.lora_a` (rank by
inputs) and `NAME.lora_b` (outputs by rank). Needs numpy, safetensors and gguf, and no torch.
"""

import json
import re
import sys
from pathlib import Path

import numpy as np

NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
WEIGHT = re.compile(r"layers\.(\d+)\.(.+?)\.lora_([AB])\.weight$")


class AdapterError(Exception):
    """An adapter that this file cannot convert."""


def convert(base: str, adapter: str, out: str) -> None:
    from gguf import GGUFWriter
    from safetensors.numpy import load_file

    config = json.loads((Path(base) / "config.json").read_text())
    lora = json.loads((Path(adapter) / "adapter_config.json").read_text())
    if config["model_type"] != "llama":
        raise AdapterError(f"Only Llama-like models are converted, and this one is {config['model_type']}.")

    writer = GGUFWriter(out, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(lora["lora_alpha"]))
    for name, weight in gguf_weights(load_file(Path(adapter) / "adapter_model.safetensors"), config):
        writer.add_tensor(name, weight)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def gguf_weights(weights: dict[str, np.ndarray], config: dict) -> list[tuple[str, np.ndarray]]:
    """peft's names and rows as llama.cpp's, in the order of the names."""
    heads = {"attn_q": config["num_attention_heads"]}
    heads["attn_k"] = config.get("num_key_value_heads", heads["attn_q"])
    converted = []
    for name in sorted(weights):
        found = WEIGHT.search(name)
        if not found or found[2] not in NAMES:
            raise AdapterError(f"The adapter changes {name}, which has no counterpart here.")
        layer, part, side = found[1], NAMES[found[2]], found[3]
        weight = np.ascontiguousarray(weights[name], dtype=np.float32)
        if side == "B" and part in heads:
            weight = permuted(weight, heads[part])
        converted.append((f"blk.{layer}.{part}.weight.lora_{side.lower()}", weight))
    return converted


def permuted(rows: np.ndarray, heads: int) -> np.ndarray:
    """llama.cpp rotates neighbouring rows of a head as pairs, transformers the first half against the second."""
    per_head = rows.shape[0] // heads
    return np.ascontiguousarray(rows.reshape(heads, 2, per_head // 2, *rows.shape[1:]).swapaxes(1, 2).reshape(rows.shape))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    convert(*sys.argv[1:])
