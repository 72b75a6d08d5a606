import { SimpleGrid } from "@mantine/core";
import type { IamUser } from "@rolecall/domain";
import { DateText, type KeyValue, KeyValueList, SectionCard, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { PolicyList } from "../../../../rooms/access/policy-list.tsx";
import { PowerBadge } from "../../../../rooms/access/power-badge.tsx";
import { PowerLine } from "../../../../rooms/access/power-line.tsx";
import { readPowerOfUser } from "../../../../rooms/access/read-power.ts";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { Block } from "../../../../rooms/block/block.tsx";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { type Entity, EntityPage, type EntityPageProps } from "../../../../rooms/entity/entity-page.tsx";
import { TagList } from "../../../../rooms/entity/tag-list.tsx";
import { SubjectFindings } from "../../../../rooms/findings/subject-findings.tsx";
import { UserMigration } from "../../../../rooms/migration/user-migration.tsx";
import { TrailPanel } from "../../../../rooms/trail/trail-panel.tsx";
import { Activity } from "../../../../rooms/usage/activity.tsx";
import {
  ActiveKeys,
  ConsolePassword,
  LastActivity,
  MfaBadge,
  OldestKeyAge,
} from "../../../../rooms/users/user-facts.tsx";
import { GroupLinks } from "./group-links.tsx";
import { MfaDeviceList } from "./mfa-device-list.tsx";
import { RecheckButton } from "./recheck-button.tsx";
import { RotationHistory } from "./rotation-history.tsx";
import { UserCredentials } from "./user-credentials.tsx";

export const metadata: Metadata = { title: "User" };

type PartProps = { user: IamUser; moment: Moment };

async function UserPower({ user, moment }: PartProps) {
  return <PowerLine {...(await readPowerOfUser(user, moment))} />;
}

const accessItems = ({ user, moment }: PartProps): KeyValue[] => [
  {
    label: "May",
    value: (
      <Block name="What the user may do" query={[user.id, moment.day]} skeleton={<PowerBadge power={user.power} />}>
        <UserPower user={user} moment={moment} />
      </Block>
    ),
  },
  { label: "Console password", value: <ConsolePassword {...user} /> },
  { label: "MFA", value: <MfaBadge {...user} /> },
  { label: "Active access keys", value: <ActiveKeys {...user} /> },
  { label: "Oldest active key", value: <OldestKeyAge {...user} /> },
  { label: "Last activity", value: <LastActivity {...user} now={moment.at} /> },
  {
    label: "Rechecked",
    value: user.recheckedAt ? (
      <DateText at={user.recheckedAt} withTime />
    ) : (
      "not yet: it was read together with its account"
    ),
  },
];

const PAGE: Entity<IamUser> = {
  subject: "user",
  noun: "user",
  list: { title: "Users", path: "/users" },
  read: (api, query) => api.users.get(query),
  title: ({ userName }) => userName,
  description: ({ accountName }) => `IAM user in ${accountName}`,
  actions: ({ entity: { id, goneAt }, moment }) => !moment.asOf && !goneAt && <RecheckButton userId={id} />,
  body: ({ entity: user, moment }) => {
    const query = [user.id, moment.day];
    return (
      <>
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <SectionCard title="Identity">
            <KeyValueList items={entityItems(user, { noun: "user", awsId: user.userId, path: user.path, moment })} />
          </SectionCard>
          <SectionCard title="Access">
            <KeyValueList items={accessItems({ user, moment })} />
          </SectionCard>
        </SimpleGrid>
        <Block name="The user's migration" query={query} skeleton={<TableSkeleton rows={2} />}>
          <UserMigration userId={user.id} moment={moment} />
        </Block>
        <Block name="The user's credentials" query={query} skeleton={<TableSkeleton rows={2} />}>
          <UserCredentials user={user} moment={moment} />
        </Block>
        <SubjectFindings
          awsAccountId={user.awsAccountId}
          chosen={{ userRecordId: user.id }}
          noun="user"
          moment={moment}
          namesResource
        />
        <Block name="The rotation history" query={query} skeleton={<TableSkeleton rows={3} />}>
          <RotationHistory user={user} moment={moment} />
        </Block>
        <Activity noun="user" entity={user} moment={moment} read={(api, query) => api.users.activity(query)} />
        <Block name="The user's permissions" query={query} skeleton={<TableSkeleton rows={3} />}>
          <PolicyList
            {...user}
            moment={moment}
            more={[{ label: "Groups", value: <GroupLinks {...user} moment={moment} /> }]}
          />
        </Block>
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <MfaDeviceList mfaDevices={user.mfaDevices} />
          <TagList tags={user.tags} />
        </SimpleGrid>
        {!moment.asOf && (
          <Block name="The lookup in CloudTrail" query={user.id} skeleton={<TableSkeleton rows={2} />}>
            <TrailPanel subject="user" id={user.id} now={moment.at} />
          </Block>
        )}
      </>
    );
  },
};

export default function UserPage(props: EntityPageProps) {
  return <EntityPage page={PAGE} {...props} />;
}
