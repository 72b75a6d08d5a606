import { ListServerCertificatesCommand } from "@aws-sdk/client-iam";
import type { ServerCertificateFact } from "@rolecall/domain";
import { listAll } from "../reading/iam-lists.ts";
import { type Listed, OddRecords } from "../reading/odd-records.ts";
import { hasFields } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";

/** All server certificates that are kept in IAM, without their bodies. @throws AwsCallFailed */
export async function readServerCertificates(call: IamCall): Promise<Listed<ServerCertificateFact[]>> {
  const odd = new OddRecords("iam:ListServerCertificates", "server certificates");
  const value = await listAll(call, {
    action: "iam:ListServerCertificates",
    send: (iam, page, abort) => iam.send(new ListServerCertificatesCommand(page), abort),
    itemsOf: ({ ServerCertificateMetadataList }) => ServerCertificateMetadataList,
    isWhole: (certificate) =>
      hasFields(certificate, "ServerCertificateId", "ServerCertificateName", "Arn", "UploadDate"),
    onOdd: odd.note,
    factOf: (certificate) => ({
      serverCertificateId: certificate.ServerCertificateId ?? "",
      serverCertificateName: certificate.ServerCertificateName ?? "",
      arn: certificate.Arn ?? "",
      path: certificate.Path ?? "/",
      uploadedAt: certificate.UploadDate as Date,
      expiresAt: certificate.Expiration ?? null,
    }),
    identityOf: ({ serverCertificateId }) => serverCertificateId,
  });
  return { value, lacking: odd.failure };
}
