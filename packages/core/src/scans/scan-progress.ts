import { scans } from "@rolecall/db";
import type { ReadingProgress } from "@rolecall/domain";
import type { Run } from "../work/define-work.ts";
import { LeaseLost } from "../work/hold-lease.ts";

/** Those who watch a scan see it move; the database sees a write a second at the most, and one for each step that lasts. */
const SHOW_EVERY_MS = 1_000;
/** A step that is over sooner than anybody could read of it is not shown. */
const SHOW_STEP_AFTER_MS = 250;

/** Shows on a scan how far its run is, until it is stopped. */
export function showingProgress({ deps, ctx, write }: Run, scanId: string) {
  /** Steps that go on side by side tell of themselves in turn: each began when it was first told of. */
  const startedAt = new Map<string, Date>();
  let shownAtMs = performance.now();
  let later: NodeJS.Timeout | undefined;
  let dueAtMs = Number.POSITIVE_INFINITY;
  let latest: (ReadingProgress & { startedAt: Date }) | undefined;

  function show(): void {
    dueAtMs = Number.POSITIVE_INFINITY;
    shownAtMs = performance.now();
    const shown = latest;
    if (!shown) return;
    write((tx) => scans.showProgress(tx, scanId, shown)).catch((error: Error) => {
      // That the work is lost, the run's signal says.
      if (!(error instanceof LeaseLost)) deps.log.warn({ scanId, error: error.message }, "progress not shown");
    });
  }

  function showBy(atMs: number): void {
    if (atMs >= dueAtMs) return;
    clearTimeout(later);
    dueAtMs = atMs;
    later = setTimeout(show, Math.max(0, atMs - performance.now()));
  }

  return {
    onProgress(next: ReadingProgress): void {
      const began = startedAt.get(next.step) ?? ctx.now();
      const isNew = !startedAt.has(next.step);
      startedAt.set(next.step, began);
      latest = { ...next, startedAt: began };
      showBy(shownAtMs + SHOW_EVERY_MS);
      if (isNew) showBy(performance.now() + SHOW_STEP_AFTER_MS);
    },
    stop: () => clearTimeout(later),
  };
}
