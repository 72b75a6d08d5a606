import { Box, Text, VisuallyHidden } from "@mantine/core";
import classes from "./policy-diff.module.css";
import { type PolicyLine, policyLines } from "./policy-lines.ts";

const MARKS: Record<PolicyLine["kind"], { mark: string; spoken: string | null }> = {
  kept: { mark: " ", spoken: null },
  gap: { mark: " ", spoken: "Lines without a change are left out" },
  added: { mark: "+", spoken: "Added:" },
  removed: { mark: "−", spoken: "Removed:" },
};

/** How a policy document changed, line by line: marked with + and −, and coloured. */
export function PolicyDiff({ label, before, after }: { label: string; before: unknown; after: unknown }) {
  const lines = policyLines(before, after);
  if (lines.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        The document reads the same; only its form changed.
      </Text>
    );
  }
  return (
    // A group and not a landmark, because several changes on a page may have the same name. It takes the focus because it scrolls.
    <Box role="group" className={classes.scroll ?? ""} tabIndex={0} aria-label={`${label}, difference`}>
      <ol className={classes.lines}>
        {lines.map(({ kind, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing but their place, and never move
          <li key={index} className={classes.line} data-kind={kind}>
            <span aria-hidden="true" className={classes.mark}>
              {MARKS[kind].mark}
            </span>
            {MARKS[kind].spoken && <VisuallyHidden>{MARKS[kind].spoken} </VisuallyHidden>}
            <code className={classes.text} aria-hidden={kind === "gap" ? true : undefined}>
              {text}
            </code>
          </li>
        ))}
      </ol>
    </Box>
  );
}
