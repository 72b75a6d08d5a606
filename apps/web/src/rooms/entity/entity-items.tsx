import { AgeText, CopyableCode, DateText, type KeyValue, LinkText, Unknown } from "@rolecall/ui";
import type { Moment } from "../as-of/moment.ts";

type Account = { awsAccountId: string; accountName: string };

/** The account of an entity, as a link. */
export const accountItem = ({ awsAccountId, accountName }: Account): KeyValue => ({
  label: "Account",
  value: (
    <LinkText href={`/accounts/${awsAccountId}`} inherit>
      {`${accountName} (${awsAccountId})`}
    </LinkText>
  ),
});

type Entity = Account & { arn: string; firstSeenAt: Date; createdAt?: Date | null };

/** The fields that identify an entity. `awsId` is AWS's own id, if there is one. */
export function entityItems(
  entity: Entity,
  { noun, awsId, path, moment }: { noun: string; awsId?: string; path?: string; moment: Moment },
): KeyValue[] {
  return [
    { label: "ARN", value: <CopyableCode value={entity.arn} label={`${noun} ARN`} /> },
    ...(awsId
      ? [
          {
            label: "AWS id",
            value: <CopyableCode value={awsId} label={`${noun} id`} />,
            hint: `A recreated name is a new ${noun} with a new id`,
          },
        ]
      : []),
    ...(path ? [{ label: "Path", value: path }] : []),
    accountItem(entity),
    ...(entity.createdAt === undefined
      ? []
      : [
          {
            label: "Created",
            value: entity.createdAt ? (
              <DateText at={entity.createdAt} withTime />
            ) : (
              <Unknown reason="AWS did not tell when it was made." />
            ),
          },
        ]),
    { label: "First seen by Rolecall", value: <AgeText at={entity.firstSeenAt} now={moment.at} /> },
  ];
}
