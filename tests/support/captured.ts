/** What a command line writes and its exit code. In this process: starting one takes seconds. */
export async function captured(main: () => Promise<number>): Promise<{ code: number; stdout: string; stderr: string }> {
  const output = { stdout: "", stderr: "" };
  const taken = (["stdout", "stderr"] as const).map((name) => {
    const { write } = process[name];
    process[name].write = (chunk: string | Uint8Array) => {
      output[name] += String(chunk);
      return true;
    };
    return () => {
      process[name].write = write;
    };
  });
  try {
    const code = await main();
    return { code, ...output };
  } finally {
    for (const giveBack of taken) giveBack();
  }
}
