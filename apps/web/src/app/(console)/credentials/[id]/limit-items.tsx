import { Text } from "@mantine/core";
import type { Credential, Holder } from "@rolecall/domain";
import { type KeyValue, LinkText, Unknown } from "@rolecall/ui";
import { formatDays } from "@rolecall/ui/format";
import { warningOf } from "../../../../rooms/credentials/state-stage.ts";

const HOLDERS: Record<Holder, string> = {
  human: "a person",
  machine: "software",
  unknown: "nobody can tell: the stricter limits of both hold",
};

const limit = (days: number | null, none: string): string => (days === null ? none : `after ${formatDays(days)}`);

/** The limits that a credential was judged by, and the rotation policies that set them. */
export function limitItems(credential: Credential): KeyValue[] {
  const { limits, state } = credential;
  if (state === "ended") return [];
  if (!limits) return [{ label: "Limits", value: <Unknown reason="It has not been judged yet." /> }];
  const warning = warningOf(credential);
  return [
    { label: "Must be rotated", value: limit(limits.rotationDays, "no limit of age") },
    { label: "Counts as unused", value: limit(limits.unusedDays, "never") },
    { label: "Held by", value: HOLDERS[limits.holder] },
    {
      label: "Limits come from",
      value: (
        <>
          {limits.reason}
          <Text size="xs">
            <LinkText inherit href="/settings/rotation-policies">
              See the rotation policies
            </LinkText>
          </Text>
        </>
      ),
    },
    ...(warning ? [{ label: "Warning", value: warning }] : []),
  ];
}
