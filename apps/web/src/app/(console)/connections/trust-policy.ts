import type { Connection } from "@rolecall/domain";

/**
 * A complete trust policy that is safe for this connection.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function safeTrustPolicy({ principalArn, externalId }: Pick<Connection, "principalArn" | "externalId">): string {
  return JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: principalArn },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": externalId } },
        },
      ],
    },
    null,
    2,
  );
}
