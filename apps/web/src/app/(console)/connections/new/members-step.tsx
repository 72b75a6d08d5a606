import { Group, Stack, Text } from "@mantine/core";
import type { Connection, OrganizationCounts } from "@rolecall/domain";
import { LinkButton } from "@rolecall/ui";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import { LiveRefresh } from "../../../../rooms/block/live-refresh.tsx";
import { OrganizationMembers } from "../organization/organization-members.tsx";
import { readOrganization } from "../organization/read-organization.ts";
import { wizardHref } from "../wizard-steps.ts";
import { NotProven } from "./choose-step.tsx";

function sentenceOf({ chosen, active, verifying, failed, unsafe }: OrganizationCounts): string {
  if (chosen === 0) return "No account is chosen: Rolecall reads nothing.";
  const broken = failed + unsafe;
  const parts = [
    `${formatCount(active)} of ${formatAmount(chosen, "account")} verified`,
    verifying > 0 ? `${formatCount(verifying)} being verified` : null,
    broken > 0 ? `${formatCount(broken)} failed` : null,
  ];
  return `${parts.filter((part) => part !== null).join(", ")}.`;
}

/** The verification of the chosen accounts' roles. Accounts whose role passes are scanned at once. */
export async function MembersStep({ connection }: { connection: Connection }) {
  if (connection.status !== "active") return <NotProven connection={connection} />;
  const { counts } = await readOrganization(connection.id);
  return (
    <Stack gap="lg">
      {counts && counts.verifying > 0 && <LiveRefresh everyMs={3000} />}
      {counts && (
        <Text size="sm" role="status">
          {sentenceOf(counts)}
          {counts.verifying > 0 &&
            " A StackSet needs some minutes to reach an account; Rolecall waits for that by itself. You may leave this page."}
        </Text>
      )}
      <OrganizationMembers connectionId={connection.id} filters={null} canAct />
      <Group gap="sm">
        <LinkButton href={`/connections/${connection.id}`}>Open the organisation</LinkButton>
        <LinkButton href={wizardHref(connection.id, "choose")} variant="default">
          Change the choice
        </LinkButton>
        <LinkButton href="/overview" variant="default">
          Go to the overview
        </LinkButton>
      </Group>
    </Stack>
  );
}
