/** What a piece of work cost: wall-clock time, and CPU time of this process. */
export type Cost = { seconds: number; cpuSeconds: number };

export async function measure<T>(work: () => Promise<T>): Promise<{ result: T; cost: Cost }> {
  const startedAtMs = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, cost: { seconds: (performance.now() - startedAtMs) / 1000, cpuSeconds: (user + system) / 1e6 } };
}

/** The value below which this part (0 to 1) of the values lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** Milliseconds of each of `times` runs, after `warmUps` that are not counted. */
export async function latenciesMs(times: number, run: () => Promise<unknown>, warmUps = 10): Promise<number[]> {
  const measured: number[] = [];
  for (let index = -warmUps; index < times; index++) {
    const startedAtMs = performance.now();
    await run();
    if (index >= 0) measured.push(performance.now() - startedAtMs);
  }
  return measured;
}
