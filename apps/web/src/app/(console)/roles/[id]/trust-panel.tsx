import { Group, Stack, Text } from "@mantine/core";
import type { Finding, IamRole, TrustGrade } from "@rolecall/domain";
import { KeyValueList, PartialNotice, SectionCard } from "@rolecall/ui";
import { GradeBadge } from "../../../../rooms/access/grade-badge.tsx";
import { PowerLine } from "../../../../rooms/access/power-line.tsx";
import { readPowerOfRole } from "../../../../rooms/access/read-power.ts";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { serverApi } from "../../../../server/api.ts";
import classes from "./trust-panel.module.css";
import { TrustPolicy } from "./trust-policy.tsx";
import { TrustPrincipals } from "./trust-principals.tsx";

type TrustPanelProps = { role: IamRole; moment: Moment };

const MEANINGS: Record<TrustGrade, string> = {
  critical: "Strangers can come in.",
  weak: "It keeps strangers out less well than it could.",
  ok: "It lets in whom it names and nobody else.",
  unknown: "Whom it lets in cannot be told, which is never fine.",
};

/** The newest finding of each check that the role fails. */
async function readFindings({ role, moment }: TrustPanelProps): Promise<Map<string, Finding>> {
  const api = await serverApi();
  const { items } = await api.findings.list({ subject: "role", subjectId: role.id, asOf: moment.asOf, limit: 200 });
  return new Map(items.map((finding) => [finding.checkId, finding]));
}

function Unread({ role }: { role: IamRole }) {
  if (role.trust.document !== null && role.trust.document !== undefined) return null;
  return (
    <PartialNotice title="The trust policy could not be read">
      It is missing or no valid JSON, so whom this role lets in is unknown: it may be anybody. Look at it in the AWS
      console, and write it anew if it is broken.
    </PartialNotice>
  );
}

/** Who may assume a role, how well that is guarded and why, the recommended policy, and the role's privilege. */
export async function TrustPanel({ role, moment }: TrustPanelProps) {
  const api = await serverApi();
  const [verdict, findings, power] = await Promise.all([
    api.roles.trust({ id: role.id, asOf: moment.asOf }),
    readFindings({ role, moment }),
    readPowerOfRole(role, moment),
  ]);
  const { grade, sentence, principals, principalCount } = verdict;
  const isRead = role.trust.document !== null && role.trust.document !== undefined;
  return (
    <SectionCard title="Trust" description="Who may assume the role, and what they may do then.">
      <Stack gap="md">
        <Stack gap={6}>
          <Group gap="xs">
            <GradeBadge grade={grade} />
            <Text size="sm" c="dimmed">
              {MEANINGS[grade]}
            </Text>
          </Group>
          <Text className={classes.verdict ?? ""}>{sentence}</Text>
        </Stack>
        <Unread role={role} />
        <KeyValueList items={[{ label: "Whoever comes in", value: <PowerLine {...power} /> }]} />
        {isRead && (principals.length > 0 || grade !== "unknown") && (
          <TrustPrincipals principals={principals} findings={findings} />
        )}
        {principals.length < principalCount && (
          <Text size="sm" c="dimmed">
            {principals.length} of {principalCount} principals, worst first. All: GET /roles/{role.id}/trust
          </Text>
        )}
        {isRead && <TrustPolicy document={role.trust.document} verdict={verdict} />}
      </Stack>
    </SectionCard>
  );
}
