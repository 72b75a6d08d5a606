import { structuredPatch } from "diff";

/** `gap`: lines that are the same in both and are left out. */
export type PolicyLine = { kind: "kept" | "added" | "removed" | "gap"; text: string };

const CONTEXT_LINES = 3;
const KINDS: Readonly<Record<string, PolicyLine["kind"]>> = { "+": "added", "-": "removed", " ": "kept" };
const prettyOf = (document: unknown): string => (document === null ? "" : `${JSON.stringify(document, null, 2)}\n`);

/** The lines by which two policy documents differ, with a few around them. Null stands for: there was none. */
export function policyLines(before: unknown, after: unknown): PolicyLine[] {
  const { hunks } = structuredPatch("before", "after", prettyOf(before ?? null), prettyOf(after ?? null), "", "", {
    context: CONTEXT_LINES,
  });
  return hunks.flatMap((hunk, index) => {
    const lines = hunk.lines.flatMap((line): PolicyLine[] => {
      const kind = KINDS[line.charAt(0)];
      return kind ? [{ kind, text: line.slice(1) }] : [];
    });
    return index === 0 ? lines : [{ kind: "gap" as const, text: "…" }, ...lines];
  });
}
