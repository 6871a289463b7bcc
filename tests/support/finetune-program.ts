import { main } from "../../finetune/cli.ts";

// The command line as a program of its own, to be killed.
process.exitCode = await main(process.argv.slice(2));
