"""python -m unittest discover finetune/train/lora      needs numpy, and no torch"""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
from adapter_to_gguf import AdapterError, gguf_weights, permuted
from exposure import exposure
from rows import RowError, read_rows

CONFIG = {"num_attention_heads": 2, "num_key_value_heads": 1}
ROW = {
    "prompt": [{"role": "user", "content": "Where is it?"}],
    "completion": [{"role": "assistant", "content": "Under Orders."}],
}


def rows_of(*lines: str) -> list[dict]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.jsonl"
        file.write_text("\n".join(lines))
        return read_rows(str(file))


class Rows(unittest.TestCase):
    def test_reads_rows_and_skips_empty_lines(self):
        self.assertEqual(rows_of(json.dumps(ROW), "", json.dumps(ROW)), [ROW, ROW])

    def test_names_the_line_at_fault(self):
        customer_last = {**ROW, "prompt": ROW["completion"]}
        for broken in ["{", "3", "{}", json.dumps({**ROW, "completion": []}), json.dumps(customer_last)]:
            with self.assertRaisesRegex(RowError, "line 2"):
                rows_of(json.dumps(ROW), broken)

    def test_refuses_an_empty_file_and_mixed_rows(self):
        preference = {"prompt": ROW["prompt"], "chosen": ROW["completion"], "rejected": ROW["completion"]}
        with self.assertRaisesRegex(RowError, "no row"):
            rows_of("")
        with self.assertRaisesRegex(RowError, "mixes"):
            rows_of(json.dumps(ROW), json.dumps(preference))


class Converter(unittest.TestCase):
    def test_pairs_the_rows_of_each_head_as_llama_cpp_rotates_them(self):
        self.assertEqual(permuted(np.arange(8).reshape(8, 1), 2)[:, 0].tolist(), [0, 2, 1, 3, 4, 6, 5, 7])

    def test_permutes_only_the_outputs_of_q_and_k(self):
        rows = np.arange(8, dtype=np.float32).reshape(8, 1)
        names = [f"base_model.model.model.layers.3.self_attn.{part}_proj.lora_{side}.weight" for part in "qkv" for side in "AB"]
        converted = dict(gguf_weights({name: rows for name in names}, CONFIG))
        changed = sorted(name for name, weight in converted.items() if not np.array_equal(weight, rows))
        self.assertEqual(changed, ["blk.3.attn_k.weight.lora_b", "blk.3.attn_q.weight.lora_b"])

    def test_refuses_a_weight_that_has_no_counterpart(self):
        with self.assertRaisesRegex(AdapterError, "embed_tokens"):
            gguf_weights({"base_model.model.model.embed_tokens.lora_embedding_A": np.zeros((1, 1))}, CONFIG)


class Exposure(unittest.TestCase):
    def test_is_certain_of_the_likeliest_word_and_knows_nothing_of_the_least_likely(self):
        others = [-float(at) for at in range(2, 129)]
        self.assertEqual(exposure([-1.0, *others]), 7)
        self.assertEqual(exposure([-200.0, *others]), 0)
        self.assertEqual(exposure([0.0, 0.0, 0.0, 0.0]), 2 - 1.3219280948873624)


if __name__ == "__main__":
    unittest.main()
