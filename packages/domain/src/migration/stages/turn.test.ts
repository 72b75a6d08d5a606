import { expect, test } from "vitest";
import { migrationTurn } from "./turn.ts";

type Standing = Parameters<typeof migrationTurn>[0];
const standing = (given: Partial<Standing>): Standing => ({
  ...{ stage: "identified", target: "ec2_instance_profile", confidence: "high", dueOn: null },
  ...given,
});

/** Each comes before the next one. */
const QUEUE: readonly [string, Standing][] = [
  ["an overdue step", standing({ stage: "quiet", dueOn: "2026-05-01" })],
  ["one that is due later", standing({ stage: "planned", dueOn: "2026-09-01" })],
  ["what nobody gave a day", standing({ stage: "blocked" })],
  ["what nothing uses", standing({ target: "remove", confidence: "low" })],
  ["a sure proposal", standing({})],
  ["a fair one", standing({ confidence: "medium" })],
  ["a guess", standing({ confidence: "low" })],
  ["a question to the owner", standing({ target: "ask_owner" })],
  ["what only has to stay quiet", standing({ stage: "planned", target: "remove", dueOn: "2026-05-01" })],
  ["what waits for its key to fall quiet", standing({ stage: "adopted", dueOn: "2026-06-01" })],
  ["an exception", standing({ stage: "excepted", target: "break_glass", dueOn: "2026-12-01" })],
  ["what is over", standing({ stage: "verified", dueOn: "2026-01-01" })],
];

test.each(QUEUE.slice(1).map(([name, after], index) => [QUEUE[index]![0], name, QUEUE[index]![1], after] as const))(
  "%s comes before %s",
  (_, __, before, after) => {
    expect(migrationTurn(before) < migrationTurn(after)).toBe(true);
  },
);
