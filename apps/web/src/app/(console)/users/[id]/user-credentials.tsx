import { Text } from "@mantine/core";
import type { IamUser } from "@rolecall/domain";
import { DataTable, LinkText, SectionCard } from "@rolecall/ui";
import { CREDENTIALS } from "../../../../rooms/address/credentials.ts";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { credentialColumns } from "../../../../rooms/credentials/credential-columns.tsx";
import { serverApi } from "../../../../server/api.ts";

/** A user has a handful of credentials; the other rows are of users whose names contain this one's. */
const CREDENTIALS_LIMIT = 200;

/** All credentials of one user, of every kind. */
export async function UserCredentials({ user, moment }: { user: IamUser; moment: Moment }) {
  const api = await serverApi();
  const query = { q: user.userName, awsAccountId: user.awsAccountId };
  const { items, nextCursor } = await api.credentials.list({ ...query, asOf: moment.asOf, limit: CREDENTIALS_LIMIT });
  const own = items.filter((credential) => credential.userRecordId === user.id);
  return (
    <SectionCard title="Credentials">
      <DataTable
        caption="Credentials"
        columns={credentialColumns(moment)}
        rows={own}
        rowKey={({ id }) => id}
        empty={
          <Text size="sm">
            {user.activeAccessKeys === null
              ? "None is known; the access keys could not be read."
              : "No long-lived credential."}
          </Text>
        }
      />
      {nextCursor && (
        <Text size="sm" c="dimmed" mt="xs">
          Many users have similar names:{" "}
          <LinkText inherit underline="always" href={CREDENTIALS.href({ ...query, asOf: moment.day })}>
            search all credentials
          </LinkText>{" "}
          to be sure.
        </Text>
      )}
    </SectionCard>
  );
}
