import type { PromptSectionName } from "../../../src/protocol/prompt-parts.ts";

export type Technique = {
  /** Part of a version's name, by which replays of it are found. */
  id: string;
  name: string;
  when: string;
  section: PromptSectionName;
  template: string;
};

export const TECHNIQUES: readonly Technique[] = [
  {
    id: "instruction",
    name: "Clear instruction",
    when: "Answers do something that you did not ask for. Say what to do instead of what to avoid, one thing in each rule.",
    section: "rules",
    template: "Answer the question that was asked, and only that. When it has two parts, answer both, in their order.",
  },
  {
    id: "format",
    name: "Output format",
    when: "The same kind of answer looks different each time, or is too long for a small screen.",
    section: "format",
    template: "Steps as a numbered list, one action in each. At most five steps; then say where the rest stands.",
  },
  {
    id: "few-shot",
    name: "Worked examples",
    when: "A rule is followed loosely. One example shows more than three rules. Approved turns do it by themselves: see Examples.",
    section: "examples",
    template:
      'A question about a limit:\n\n<passage-example n="1">\nUploads: Files may have up to 20 MB.\n</passage-example>\n<question-example>\nCan I send a film?\n</question-example>\n\n<customer-answer>\nYes, as long as the file has at most 20 MB [1].\n</customer-answer>',
  },
  {
    id: "decomposition",
    name: "Decomposition",
    when: "Questions with several parts lose one of them.",
    section: "notes",
    template:
      "Write down each thing that is asked, one a line, with the number of the passage that answers it, or “none”.",
  },
  {
    id: "step-by-step",
    name: "Step by step",
    when: "Answers need two passages together: conditions, dates, prices. Costs tokens and time; the notes are never shown.",
    section: "notes",
    template:
      "Then go from what the passages say to the answer in short steps, one conclusion from one or two passages each.",
  },
  {
    id: "self-check",
    name: "Self-check",
    when: "Sentences slip in that no passage says.",
    section: "notes",
    template:
      "Last, read your answer sentence by sentence. Take out each one whose words you cannot point to in its passage.",
  },
  {
    id: "refusal",
    name: "Refusal",
    when: "It answers what it should leave alone, or gives up where a part could be answered.",
    section: "rules",
    template:
      "Give no legal, medical or tax advice, also when a passage comes near it: name the page, and say that a person can help.",
  },
];
