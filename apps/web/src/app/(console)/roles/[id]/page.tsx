import { SimpleGrid } from "@mantine/core";
import type { IamRole } from "@rolecall/domain";
import { type KeyValue, KeyValueList, LinkText, SectionCard, StatusBadge, TableSkeleton, Unknown } from "@rolecall/ui";
import type { Metadata } from "next";
import { PolicyList } from "../../../../rooms/access/policy-list.tsx";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { Block } from "../../../../rooms/block/block.tsx";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { type Entity, EntityPage, type EntityPageProps } from "../../../../rooms/entity/entity-page.tsx";
import { Lines } from "../../../../rooms/entity/lines.tsx";
import { TagList } from "../../../../rooms/entity/tag-list.tsx";
import { SubjectFindings } from "../../../../rooms/findings/subject-findings.tsx";
import { TrailPanel } from "../../../../rooms/trail/trail-panel.tsx";
import { Activity } from "../../../../rooms/usage/activity.tsx";
import { LastUse } from "../../../../rooms/usage/last-use.tsx";
import { hoursText } from "../../../../rooms/words/durations.ts";
import { ROLE_KIND_LABELS } from "../role-labels.ts";
import { TrustPanel } from "./trust-panel.tsx";

export const metadata: Metadata = { title: "Role" };

type PartProps = { role: IamRole; moment: Moment };

function InstanceProfiles({ role, moment }: PartProps) {
  const { instanceProfileNames, awsAccountId } = role;
  return (
    <Lines values={instanceProfileNames} none="none">
      {(name) => (
        <LinkText inherit href={hrefOf("/instance-profiles", { q: name, awsAccountId, asOf: moment.day })}>
          {name}
        </LinkText>
      )}
    </Lines>
  );
}

const usageItems = ({ role, moment }: PartProps): KeyValue[] => [
  {
    label: "Kind",
    value: <StatusBadge tone="neutral">{ROLE_KIND_LABELS[role.kind].label}</StatusBadge>,
    hint: ROLE_KIND_LABELS[role.kind].meaning,
  },
  {
    label: "Last used",
    value: (
      <LastUse
        lastUse={role.lastUse}
        lastUsedAt={role.lastUsedAt}
        now={moment.at}
        never="not within the 400 days that AWS looks back"
      />
    ),
  },
  ...(role.lastUse === "at"
    ? [{ label: "Last used in", value: role.lastUsedRegion ?? <Unknown reason="AWS did not tell the Region." /> }]
    : []),
  {
    label: "Longest session",
    value:
      role.maxSessionDurationSeconds === null ? (
        <Unknown reason="The list of roles could not be read: it needs iam:ListRoles." />
      ) : (
        hoursText(role.maxSessionDurationSeconds)
      ),
  },
  { label: "Instance profiles", value: <InstanceProfiles role={role} moment={moment} /> },
];

const PAGE: Entity<IamRole> = {
  subject: "role",
  noun: "role",
  list: { title: "Roles", path: "/roles" },
  read: (api, query) => api.roles.get(query),
  title: ({ roleName }) => roleName,
  description: ({ accountName }) => `IAM role in ${accountName}`,
  body: ({ entity: role, moment }) => {
    const query = [role.id, moment.day];
    return (
      <>
        <Block name="The verdict on its trust" query={query} skeleton={<TableSkeleton rows={6} />}>
          <TrustPanel role={role} moment={moment} />
        </Block>
        {!moment.asOf && (
          <Block name="The lookup in CloudTrail" query={role.id} skeleton={<TableSkeleton rows={2} />}>
            <TrailPanel subject="role" id={role.id} now={moment.at} />
          </Block>
        )}
        <SubjectFindings
          awsAccountId={role.awsAccountId}
          chosen={{ subject: "role", subjectId: role.id }}
          noun="role"
          moment={moment}
        />
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <SectionCard title="Identity">
            <KeyValueList
              items={[
                ...entityItems(role, { noun: "role", awsId: role.roleId, path: role.path, moment }),
                { label: "Description", value: role.description ?? "none" },
              ]}
            />
          </SectionCard>
          <SectionCard title="Use">
            <KeyValueList items={usageItems({ role, moment })} />
          </SectionCard>
        </SimpleGrid>
        <Block name="The role's permissions" query={query} skeleton={<TableSkeleton rows={3} />}>
          <PolicyList {...role} moment={moment} />
        </Block>
        <Activity noun="role" entity={role} moment={moment} read={(api, query) => api.roles.activity(query)} />
        <TagList tags={role.tags} />
      </>
    );
  },
};

export default function RolePage(props: EntityPageProps) {
  return <EntityPage page={PAGE} {...props} />;
}
