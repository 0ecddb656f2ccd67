import { main } from '../main.js';

/** One command line of `haustra` in this process, with what it says. */
export async function haustra(
  ...args: readonly string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdout, stderr] = [process.stdout, process.stderr].map(listenedTo) as [Heard, Heard];
  try {
    const code = await main(args);
    return { code, stdout: stdout.text, stderr: stderr.text };
  } finally {
    stdout.leave();
    stderr.leave();
  }
}

interface Heard {
  text: string;
  leave(): void;
}

/** Keeps what is written instead of showing it, until one leaves. */
function listenedTo(stream: NodeJS.WriteStream): Heard {
  const write = stream.write;
  const heard: Heard = {
    text: '',
    leave: () => {
      stream.write = write;
    },
  };
  stream.write = (text: string | Uint8Array) => {
    heard.text += String(text);
    return true;
  };
  return heard;
}
