import { diffJson } from "diff";

/** `gap`: stands for equal lines that are left out. */
export type PolicyLine = { kind: "kept" | "added" | "removed" | "gap"; text: string };

const CONTEXT_LINES = 3;
const GAP: PolicyLine = { kind: "gap", text: "…" };
const prettyOf = (document: unknown): string => (document === null ? "" : `${JSON.stringify(document, null, 2)}\n`);

/** All lines of both documents. A comma that is there only because of the next line makes no difference. */
function allLines(before: unknown, after: unknown): PolicyLine[] {
  return diffJson(prettyOf(before ?? null), prettyOf(after ?? null)).flatMap(({ value, added, removed }) => {
    const kind = added ? "added" : removed ? "removed" : "kept";
    return value
      .replace(/\n$/, "")
      .split("\n")
      .filter((text) => text !== "")
      .map((text): PolicyLine => ({ kind, text }));
  });
}

/** The lines in which two policy documents differ, with a few around them. Null: there was no document. */
export function policyLines(before: unknown, after: unknown): PolicyLine[] {
  const lines = allLines(before, after);
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1).some(({ kind }) => kind !== "kept");
  const shown = lines.map((_, index) => isNear(index));
  return lines.flatMap((line, index) => {
    if (!shown[index]) return [];
    const followsGap = !shown[index - 1] && shown.slice(0, index).includes(true);
    return followsGap ? [GAP, line] : [line];
  });
}
