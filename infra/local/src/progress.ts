/** One line per step of a start, with the seconds it took. */
export type Progress = {
  step: <Result>(name: string, work: () => Promise<Result>, detail?: (result: Result) => string) => Promise<Result>;
  line: (text: string) => void;
};

const NAME_WIDTH = 12;

export function makeProgress(write: (text: string) => void): Progress {
  const line = (text: string) => write(`  ${text}\n`);
  return {
    line,
    step: async (name, work, detail = () => "ready") => {
      const startedAt = performance.now();
      const result = await work();
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      line(`${name.padEnd(NAME_WIDTH)} ${detail(result)} (${seconds} s)`);
      return result;
    },
  };
}
