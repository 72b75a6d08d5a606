import { ListServerCertificatesCommand } from "@aws-sdk/client-iam";
import type { ServerCertificateFact } from "@rolecall/domain";
import { isWholePage, readAll } from "../reading/marker-pages.ts";
import { hasFields } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";

/** All server certificates that are kept in IAM, without their bodies. @throws AwsCallFailed */
export function readServerCertificates(call: IamCall): Promise<ServerCertificateFact[]> {
  return readAll(
    "iam:ListServerCertificates",
    (page) =>
      call(
        "iam:ListServerCertificates",
        (iam, abort) => iam.send(new ListServerCertificatesCommand(page), abort),
        (answer) => {
          const certificates = answer.ServerCertificateMetadataList;
          const isWhole = (certificate: object) =>
            hasFields(certificate, "ServerCertificateId", "ServerCertificateName", "Arn", "UploadDate");
          return isWholePage(answer, certificates) && (certificates ?? []).every(isWhole);
        },
      ),
    ({ ServerCertificateMetadataList }) =>
      (ServerCertificateMetadataList ?? []).map((certificate) => ({
        serverCertificateId: certificate.ServerCertificateId ?? "",
        serverCertificateName: certificate.ServerCertificateName ?? "",
        arn: certificate.Arn ?? "",
        path: certificate.Path ?? "/",
        uploadedAt: certificate.UploadDate as Date,
        expiresAt: certificate.Expiration ?? null,
      })),
  );
}
