import { scans } from "@rolecall/db";
import type { ReadingProgress } from "@rolecall/domain";
import type { Run } from "../work/define-work.ts";
import { LeaseLost } from "../work/hold-lease.ts";

/** Those who watch a scan see it move; the database sees a write a second at the most, and one for each step that begins. */
const SHOW_EVERY_MS = 1_000;

/** Shows on a scan how far its run is, until it is stopped. */
export function showingProgress({ deps, ctx, write }: Run, scanId: string) {
  /** Steps that go on side by side tell of themselves in turn: each began when it was first told of. */
  const startedAt = new Map<string, Date>();
  let shownAtMs = 0;
  let later: NodeJS.Timeout | undefined;
  let latest: (ReadingProgress & { startedAt: Date }) | undefined;

  function show(): void {
    clearTimeout(later);
    later = undefined;
    shownAtMs = performance.now();
    const shown = latest;
    if (!shown) return;
    write((tx) => scans.showProgress(tx, scanId, shown)).catch((error: Error) => {
      // That the work is lost, the run's signal says.
      if (!(error instanceof LeaseLost)) deps.log.warn({ scanId, error: error.message }, "progress not shown");
    });
  }

  return {
    onProgress(next: ReadingProgress): void {
      const began = startedAt.get(next.step) ?? ctx.now();
      const isNew = !startedAt.has(next.step);
      startedAt.set(next.step, began);
      latest = { ...next, startedAt: began };
      const waitMs = isNew ? 0 : shownAtMs + SHOW_EVERY_MS - performance.now();
      if (waitMs <= 0) show();
      else later ??= setTimeout(show, waitMs);
    },
    stop: () => clearTimeout(later),
  };
}
