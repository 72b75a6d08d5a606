import { Group, Stack, Text } from "@mantine/core";
import { type MigrationDetail, NEXT_STEPS, TARGETS } from "@rolecall/domain";
import { DateText, PartialNotice, SectionCard } from "@rolecall/ui";
import { formatDistance } from "@rolecall/ui/format";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { ConfidenceBadge, StageBadge } from "../../../../rooms/migration/migration-badges.tsx";
import { OwnerLine } from "../../../../rooms/owners/owner-line.tsx";
import { PlanButton } from "./plan-button.tsx";
import { StageBar } from "./stage-bar.tsx";
import { WithdrawButton } from "./withdraw-button.tsx";

type CardProps = { migration: MigrationDetail; moment: Moment };

function Actions({ migration, moment }: CardProps) {
  const { userId, userName, plan, proposal } = migration;
  // Nothing is decided in the past, nor of a user that is gone.
  if (moment.asOf || proposal === null) return null;
  return (
    <Group gap="xs">
      <PlanButton migration={migration} />
      {plan && <WithdrawButton userId={userId} userName={userName} />}
    </Group>
  );
}

/** Where a migration stands, what comes next, and who can do it now. */
export function StandingCard({ migration, moment }: CardProps) {
  const { stage, stageSince, target, confidence, plan, nextStep, waitsFor, blockedReason } = migration;
  const isOpen = !plan && migration.proposal !== null;
  const question = nextStep === "ask_owner" ? migration.proposal?.question : null;
  return (
    <SectionCard title="Where it stands">
      <Stack gap="md">
        <Group gap="xs">
          <StageBadge stage={stage} />
          <Text size="sm" c="dimmed">
            since <DateText at={stageSince} /> ({formatDistance(stageSince, moment.at)})
          </Text>
        </Group>
        {stage === "blocked" && <PartialNotice title="Blocked">{blockedReason ?? "No reason is given."}</PartialNotice>}
        <StageBar migration={migration} />
        <Group justify="space-between" align="flex-end" gap="md">
          <div style={{ minWidth: 0, flex: "1 1 20rem" }}>
            <Text size="xs" c="dimmed">
              Next step
            </Text>
            <Text fw={600} size="lg">
              {NEXT_STEPS[nextStep]}
            </Text>
            {question && <Text style={{ overflowWrap: "anywhere" }}>{question}</Text>}
            {stage !== "identified" && waitsFor && (
              <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                The next stage is reached when {waitsFor}.
              </Text>
            )}
            <Group gap="xs" mt="xs">
              <Text size="sm">
                {isOpen ? "Proposed" : "Target"}: {TARGETS[target].label}
              </Text>
              {isOpen && <ConfidenceBadge target={target} confidence={confidence} inWords />}
            </Group>
            <OwnerLine migration={migration} moment={moment} />
          </div>
          <Actions migration={migration} moment={moment} />
        </Group>
      </Stack>
    </SectionCard>
  );
}
