"use client";

import { Alert, Stack, Text } from "@mantine/core";
import type { OwnerRulePreview } from "@rolecall/domain";

const usersInWords = (count: number): string => (count === 1 ? "1 user" : `${count} users`);

/** So many owners are told one by one. */
const MOST_OWNERS = 5;

/** Whom a rule would take, and from whom. */
export function RulePreview({ preview, owner }: { preview: OwnerRulePreview; owner: string }) {
  const { matches, takes, keeps, now, examples } = preview;
  const others = takes - examples.length;
  const [most, rest] = [now.slice(0, MOST_OWNERS), now.slice(MOST_OWNERS)];
  return (
    <Alert color={takes > 0 ? "blue" : "gray"} role="status" title={`${usersInWords(takes)} would change to ${owner}`}>
      <Stack gap={4}>
        <Text size="sm">
          {usersInWords(matches)} match
          {keeps > 0 && `; ${keeps} keep an owner from a plan, by hand or from an earlier rule`}.
        </Text>
        {most.map((part) => (
          <Text key={part.owner ?? ""} size="sm" style={{ overflowWrap: "anywhere" }}>
            Now {part.owner ?? "No owner"}: {usersInWords(part.users)}
          </Text>
        ))}
        {rest.length > 0 && (
          <Text size="sm">
            {rest.length} more owners: {usersInWords(rest.reduce((sum, part) => sum + part.users, 0))}
          </Text>
        )}
        {examples.length > 0 && (
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {examples.map(({ userName }) => userName).join(", ")}
            {others > 0 && ` and ${others} more`}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
