import { SimpleGrid, Stack, Text } from "@mantine/core";
import type { IamUser } from "@rolecall/domain";
import {
  AgeText,
  CopyableCode,
  DateText,
  type KeyValue,
  KeyValueList,
  LinkButton,
  LinkText,
  PageHeader,
  SectionCard,
  TableSkeleton,
} from "@rolecall/ui";
import type { Metadata } from "next";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { credentialsHref } from "../../credentials/credential-filters.ts";
import { CredentialTable } from "../../credentials/credential-table.tsx";
import { SourceList } from "../../credentials/source-list.tsx";
import { Block } from "../../overview/block.tsx";
import { GoneNotice } from "../gone-notice.tsx";
import { Lines, PermissionList } from "../permission-list.tsx";
import { TagList } from "../tag-list.tsx";
import { ActiveKeys, ConsolePassword, LastActivity, MfaBadge, OldestKeyAge } from "../user-facts.tsx";

export const metadata: Metadata = { title: "User" };

/** A user has at most two access keys and a password; the rest of a page is others whose name contains this one's. */
const CREDENTIALS_LIMIT = 200;

async function CredentialsOfUser({ user, now }: { user: IamUser; now: Date }) {
  const api = await serverApi();
  const query = { q: user.userName, awsAccountId: user.awsAccountId };
  const { items, nextCursor } = await api.credentials.list({ ...query, limit: CREDENTIALS_LIMIT });
  const own = items.filter((credential) => credential.userRecordId === user.id);
  return (
    <>
      <CredentialTable
        rows={own}
        now={now}
        sort={null}
        empty={
          <Text size="sm">
            {user.activeAccessKeys === null
              ? "None is known; the access keys could not be read."
              : "No access key and no console password."}
          </Text>
        }
      />
      {nextCursor && (
        <Text size="sm" c="dimmed" mt="xs">
          Many users have similar names:{" "}
          <LinkText inherit underline="always" href={credentialsHref(query)}>
            search all credentials
          </LinkText>{" "}
          to be sure.
        </Text>
      )}
    </>
  );
}

const identityItems = (user: IamUser, now: Date): KeyValue[] => [
  { label: "ARN", value: <CopyableCode value={user.arn} label="user ARN" /> },
  {
    label: "User id",
    value: <CopyableCode value={user.userId} label="user id" />,
    hint: "A recreated name is a new user with a new id",
  },
  { label: "Path", value: user.path },
  {
    label: "Account",
    value: (
      <LinkText
        href={`/accounts/${user.awsAccountId}`}
        inherit
      >{`${user.accountName} (${user.awsAccountId})`}</LinkText>
    ),
  },
  { label: "Created", value: <DateText at={user.createdAt} withTime /> },
  { label: "First seen by Rolecall", value: <AgeText at={user.firstSeenAt} now={now} /> },
];

const accessItems = (user: IamUser, now: Date): KeyValue[] => [
  { label: "Console password", value: <ConsolePassword {...user} /> },
  { label: "MFA", value: <MfaBadge {...user} /> },
  { label: "Active access keys", value: <ActiveKeys {...user} /> },
  { label: "Oldest active key", value: <OldestKeyAge {...user} /> },
  { label: "Last activity", value: <LastActivity {...user} now={now} /> },
];

export default async function UserPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const api = await serverApi();
  const user = await orNotFound(api.users.get({ id }));
  const now = new Date();
  return (
    <>
      <PageHeader
        title={user.userName}
        breadcrumbs={[{ label: "Users", href: "/users" }]}
        description={`IAM user in ${user.accountName}`}
        actions={
          <LinkButton
            href={credentialsHref({ q: user.userName, awsAccountId: user.awsAccountId })}
            variant="default"
            size="xs"
          >
            Find its credentials
          </LinkButton>
        }
      />
      <Stack gap="md">
        <GoneNotice goneAt={user.goneAt} noun="user" />
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <SectionCard title="Identity">
            <KeyValueList items={identityItems(user, now)} />
          </SectionCard>
          <SectionCard title="Access">
            <KeyValueList items={accessItems(user, now)} />
          </SectionCard>
        </SimpleGrid>
        <SectionCard title="Credentials">
          <Block name="The user's credentials" query={user.id} skeleton={<TableSkeleton rows={2} />}>
            <CredentialsOfUser user={user} now={now} />
          </Block>
        </SectionCard>
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <PermissionList
            {...user}
            more={[
              {
                label: "Groups",
                value: (
                  <Lines values={user.groupNames} none="none">
                    {(name) => name}
                  </Lines>
                ),
              },
            ]}
          />
          <TagList tags={user.tags} />
        </SimpleGrid>
        <SourceList sources={user.sources} now={now} />
      </Stack>
    </>
  );
}
