"use client";

import { Alert, Stack, Text } from "@mantine/core";
import type { OwnerRulePreview } from "@rolecall/domain";

const usersInWords = (count: number): string => (count === 1 ? "1 user" : `${count} users`);

/** Whom a rule would take, and from whom. */
export function RulePreview({ preview, owner }: { preview: OwnerRulePreview; owner: string }) {
  const { matches, takes, keeps, now, examples } = preview;
  const others = takes - examples.length;
  return (
    <Alert color={takes > 0 ? "blue" : "gray"} role="status" title={`${usersInWords(takes)} would change to ${owner}`}>
      <Stack gap={4}>
        <Text size="sm">
          {usersInWords(matches)} match
          {keeps > 0 && `; ${keeps} keep an owner from a plan, by hand or from an earlier rule`}.
        </Text>
        {now.map((part) => (
          <Text key={part.owner ?? ""} size="sm" style={{ overflowWrap: "anywhere" }}>
            Now {part.owner ?? "No owner"}: {usersInWords(part.users)}
          </Text>
        ))}
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
