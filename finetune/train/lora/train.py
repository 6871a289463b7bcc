"""Trains a LoRA adapter on open weights and writes it for transformers and for llama.cpp.

    python train.py --rows ROWS.jsonl --base FOLDER --out FOLDER [--seed 1]
                    [--rank 8] [--epochs 1] [--batch 4] [--learning-rate 5e-4]
                    [--adapter FOLDER]

Rows with a completion are learnt by supervised fine-tuning, rows with a preference by DPO. Standard output carries
one JSON object a line: {"step", "steps", "loss"} while it trains, {"artefact": FOLDER} at the end, {"error"} when it
cannot. Below FOLDER lie adapter/ (peft) and adapter.gguf. --adapter trains such an adapter/ further, at its own rank.
"""

import argparse
import json
import sys
from pathlib import Path

from rows import RowError, read_rows


def main() -> int:
    settings = read_settings()
    try:
        rows = read_rows(settings.rows)
        train(settings, rows)
    except RowError as error:
        report(error=str(error))
        return 1
    report(artefact=settings.out)
    return 0


def read_settings() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", required=True)
    parser.add_argument("--base", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--adapter")
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--epochs", type=float, default=1)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--learning-rate", type=float, default=5e-4)
    return parser.parse_args()


def train(settings: argparse.Namespace, rows: list[dict]) -> None:
    # Loading them takes half a minute: a broken file has been reported by now.
    from datasets import Dataset
    from transformers import AutoTokenizer, set_seed

    from adapter_to_gguf import convert

    set_seed(settings.seed)
    adapter = str(Path(settings.out) / "adapter")
    trainer = trainer_for(
        settings,
        model_of(settings),
        AutoTokenizer.from_pretrained(settings.base),
        Dataset.from_list(rows),
    )
    trainer.train()
    trainer.save_model(adapter)
    convert(settings.base, adapter, str(Path(settings.out) / "adapter.gguf"))


def model_of(settings):
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    base = AutoModelForCausalLM.from_pretrained(settings.base)
    return base if settings.adapter is None else PeftModel.from_pretrained(base, settings.adapter, is_trainable=True)


def trainer_for(settings, model, tokenizer, dataset):
    import torch
    from trl import DPOConfig, DPOTrainer, SFTConfig, SFTTrainer

    preference = "chosen" in dataset.column_names
    config, trainer = (DPOConfig, DPOTrainer) if preference else (SFTConfig, SFTTrainer)
    cpu = not torch.cuda.is_available()
    return trainer(
        model=model,
        args=config(
            output_dir=str(Path(settings.out) / "checkpoints"),
            seed=settings.seed,
            num_train_epochs=settings.epochs,
            per_device_train_batch_size=settings.batch,
            learning_rate=settings.learning_rate,
            warmup_steps=10,
            lr_scheduler_type="cosine",
            logging_steps=1,
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
            use_cpu=cpu,
            bf16=not cpu,
            # It halves the speed to save memory that short conversations do not need.
            gradient_checkpointing=False,
        ),
        train_dataset=dataset,
        processing_class=tokenizer,
        peft_config=None if settings.adapter else lora_config(settings.rank),
        callbacks=[progress()],
    )


def lora_config(rank: int):
    from peft import LoraConfig

    return LoraConfig(r=rank, lora_alpha=2 * rank, target_modules="all-linear", task_type="CAUSAL_LM")


def progress():
    from transformers import TrainerCallback

    class Progress(TrainerCallback):
        def on_log(self, args, state, control, logs=None, **_):
            if logs and "loss" in logs:
                report(step=state.global_step, steps=state.max_steps, loss=round(float(logs["loss"]), 4))

    return Progress()


def report(**fields) -> None:
    print(json.dumps(fields), file=sys.__stdout__, flush=True)


if __name__ == "__main__":
    # Libraries print to standard output as they like; only `report` may.
    sys.stdout = sys.stderr
    sys.exit(main())
