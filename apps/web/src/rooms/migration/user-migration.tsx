import { Group, Stack, Text } from "@mantine/core";
import { NEXT_STEPS, TARGETS } from "@rolecall/domain";
import { DateText, LinkText, SectionCard } from "@rolecall/ui";
import { TRPCError } from "@trpc/server";
import { migrationHref } from "../address/migration.ts";
import type { Moment } from "../as-of/moment.ts";
import { ConfidenceBadge, StageBadge } from "./migration-badges.tsx";
import { readMigration } from "./read-migration.ts";

/** A user that never had a long-lived credential has nothing to move. */
async function migrationOf(userId: string, moment: Moment) {
  try {
    return await readMigration(userId, moment.asOf?.getTime() ?? null);
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

/** Where the migration of a user stands, on the user's own page. */
export async function UserMigration({ userId, moment }: { userId: string; moment: Moment }) {
  const migration = await migrationOf(userId, moment);
  if (!migration) {
    return (
      <SectionCard title="Migration">
        <Text size="sm">Nothing to move: no long-lived credential is known of this user.</Text>
      </SectionCard>
    );
  }
  const { stage, stageSince, target, plan, confidence, nextStep } = migration;
  return (
    <SectionCard
      title="Migration"
      actions={
        <LinkText size="sm" href={migrationHref(userId, moment.day)}>
          View migration
        </LinkText>
      }
    >
      <Stack gap="xs">
        <Group gap="xs">
          <StageBadge stage={stage} />
          <Text size="sm" c="dimmed">
            since <DateText at={stageSince} />
          </Text>
        </Group>
        <Group gap="xs">
          <Text size="sm">
            {plan ? "Target" : "Proposed"}: {TARGETS[target].label}
          </Text>
          {!plan && <ConfidenceBadge target={target} confidence={confidence} inWords />}
        </Group>
        <Text size="sm">Next step: {NEXT_STEPS[nextStep]}</Text>
      </Stack>
    </SectionCard>
  );
}
