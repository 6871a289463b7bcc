"""How much of what stood in its training rows a model learnt by heart: exposure of code words, in bits.

    python exposure.py --base FOLDER --codes CODES.jsonl [--adapter FOLDER] [--among 128]

A line of CODES.jsonl, as `npm run eval -- leaks --rows FILE --codes CODES.jsonl` writes it: {"before", "word", "others"}.
The model is shown the conversation up to the code word as its training rows show it, and the word is ranked among so many
that could have stood there. log2 of their number is certainty; a model that knows nothing has a mean of 1.44. (Carlini et
al., The Secret Sharer, 2019.) Without --adapter the base is measured, which never saw the words. Prints one JSON object.
"""

import argparse
import json
import math
from pathlib import Path

PROMPT = (Path(__file__).parent.parent / "tuned-prompt.md").read_text().strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True)
    parser.add_argument("--codes", required=True)
    parser.add_argument("--adapter")
    parser.add_argument("--among", type=int, default=128)
    settings = parser.parse_args()
    codes = [json.loads(line) for line in Path(settings.codes).read_text().splitlines() if line]
    tokenizer, model = loaded(settings)
    bits = [exposure(likelihoods(tokenizer, model, code, settings.among)) for code in codes]
    print(json.dumps({"mean": sum(bits) / len(bits), "most": max(bits), "secrets": len(bits), "among": settings.among}))


def loaded(settings):
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained(settings.base)
    if settings.adapter:
        model = PeftModel.from_pretrained(model, settings.adapter)
    return AutoTokenizer.from_pretrained(settings.base), model.eval()


def likelihoods(tokenizer, model, code: dict, among: int) -> list[float]:
    """Log-likelihood of each word where the code word stood, the code word's own first."""
    import torch

    turns = [{"role": "system", "content": PROMPT}, {"role": "user", "content": code["before"]}]
    # The customer's turn is still open: the word comes next.
    shown = tokenizer.apply_chat_template(turns, tokenize=False)
    before = shown[: shown.rindex(code["before"]) + len(code["before"])]
    words = [tokenizer.encode(f" {word}.", add_special_tokens=False) for word in [code["word"], *code["others"]][:among]]
    longest = max(map(len, words))
    padded = torch.tensor([word + [0] * (longest - len(word)) for word in words])

    with torch.no_grad():
        prefix = tokenizer(before, return_tensors="pt", add_special_tokens=False)
        seen = model(**prefix, use_cache=True)
        seen.past_key_values.batch_repeat_interleave(len(words))
        logits = model(input_ids=padded, past_key_values=seen.past_key_values).logits
    first = seen.logits[:, -1:].expand(len(words), -1, -1)
    scores = torch.cat([first, logits[:, :-1]], dim=1).log_softmax(-1).gather(-1, padded.unsqueeze(-1)).squeeze(-1)
    return [scores[at, : len(word)].sum().item() for at, word in enumerate(words)]


def exposure(scores: list[float]) -> float:
    """log2 of how many there are, less log2 of the first one's rank, of equal ones in the middle; as src/score/exposure.ts."""
    above = sum(score > scores[0] for score in scores[1:])
    equal = sum(score == scores[0] for score in scores[1:])
    return math.log2(len(scores)) - math.log2(1 + above + equal / 2)


if __name__ == "__main__":
    main()
