import { SimpleGrid, Text } from "@mantine/core";
import { MS_PER_DAY, type Organization, type OrganizationAccount } from "@rolecall/domain";
import { DateText, type KeyValue, KeyValueList, LinkText, PartialNotice, SectionCard, Unknown } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import { newAccounts } from "./new-accounts.ts";
import { DiscoverButton } from "./organization-actions.tsx";
import { readAllAccounts, readOrganization } from "./read-organization.ts";

const NEW_FOR_DAYS = 30;

type Props = { connectionId: string; canAct: boolean };

/** Whether a discovery is due or running. */
export const isBeingRead = ({ nextDiscoveryAt }: Organization, now: Date): boolean =>
  nextDiscoveryAt !== null && nextDiscoveryAt <= now;

const at = (instant: Date | null, otherwise: string) => (instant ? <DateText at={instant} withTime /> : otherwise);
const listed = (ids: readonly string[] | null, reason: string) => {
  if (ids === null) return <Unknown reason={reason} />;
  return ids.length > 0 ? ids.join(", ") : "none";
};

function countItems({ counts }: Organization): KeyValue[] {
  if (!counts) return [{ label: "Accounts", value: <Unknown reason="The organisation has not been read yet" /> }];
  return [
    {
      label: "Accounts",
      value: formatCount(counts.accounts),
      hint: `${formatCount(counts.notActive)} of them not active: never read`,
    },
    { label: "Chosen", value: formatCount(counts.chosen) },
    { label: "Verified", value: formatCount(counts.active) },
    { label: "Being verified", value: formatCount(counts.verifying) },
    { label: "Failed", value: formatCount(counts.failed) },
    { label: "Unsafe", value: formatCount(counts.unsafe) },
    { label: "Left the organisation", value: formatCount(counts.left) },
  ];
}

function NewAccounts({ accounts }: { accounts: readonly OrganizationAccount[] | null }) {
  if (!accounts) return "see the table";
  const since = new Date(Date.now() - NEW_FOR_DAYS * MS_PER_DAY);
  const joined = newAccounts(accounts, since);
  if (joined.length === 0) return "none";
  return joined.map(({ awsAccountId, name, firstSeenAt, isChosen }) => (
    <div key={awsAccountId}>
      {name} (<code>{awsAccountId}</code>), <DateText at={firstSeenAt} />
      {!isChosen && ", not chosen"}
    </div>
  ));
}

/** The organisation, the progress of its accounts, and its discovery. */
export async function OrganizationSummary({ connectionId, canAct }: Props) {
  const organization = await readOrganization(connectionId);
  const accounts = organization.discoveredAt ? await readAllAccounts(connectionId) : [];
  const { problem, discoveredAt, nextDiscoveryAt } = organization;
  const isReading = canAct && isBeingRead(organization, new Date());
  return (
    <>
      {problem && (
        <PartialNotice
          title={discoveredAt ? "The last discovery failed, or is incomplete" : "The organisation could not be read"}
        >
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {problem}
          </Text>
          {discoveredAt && <Text size="sm">What was read before is shown. It is tried again by itself.</Text>}
        </PartialNotice>
      )}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: "start" }}>
        <SectionCard title="How far it is">
          <KeyValueList items={countItems(organization)} />
        </SectionCard>
        <SectionCard
          title="Discovery"
          description="Accounts, their states and units are read every few hours. New accounts of chosen units are taken up by themselves; suspended, closed and departed ones keep their history."
          actions={canAct && <DiscoverButton connectionId={connectionId} isReading={isReading} />}
        >
          <KeyValueList
            items={[
              { label: "Last discovery", value: at(discoveredAt, "never yet") },
              { label: "Next discovery", value: isReading ? "now" : at(nextDiscoveryAt, "none planned") },
              { label: `New in ${NEW_FOR_DAYS} days`, value: <NewAccounts accounts={accounts} /> },
              { label: "Organisation", value: organization.organizationId ?? "unknown yet" },
              { label: "Management account", value: organization.managementAccountId ?? "unknown yet" },
              { label: "Read from account", value: organization.awsAccountId ?? "unknown yet" },
              {
                label: "Delegated administrators",
                value: listed(organization.delegatedAdministratorIds, "They could not be read"),
              },
              { label: "Central root access", value: listed(organization.features, "It could not be read") },
            ]}
          />
          <Text size="sm" mt="xs">
            <LinkText inherit underline="always" href="/permission-sets">
              Permission sets of Identity Center
            </LinkText>
          </Text>
        </SectionCard>
      </SimpleGrid>
    </>
  );
}
