import { expression } from "../languages/hcl.ts";
import { fromFile, jsonFile, option } from "../languages/shell.ts";
import type { Rendering } from "./resource.ts";

/** The OIDC provider that the trust policy names. An account has one of each address, which may serve other roles already. */
export type MadeOidcProvider = {
  kind: "oidc_provider";
  arn: string;
  url: string;
  audience: string;
  comment: string;
};

export const OIDC_PROVIDER: Rendering<MadeOidcProvider> = {
  terraform: ({ url, audience, comment }) => [
    {
      comment,
      type: "resource",
      labels: ["aws_iam_openid_connect_provider", "issuer"],
      attributes: {
        count: expression("var.oidc_provider_exists ? 0 : 1"),
        url,
        client_id_list: [audience],
      },
    },
  ],
  template: ({ url, audience, comment }) => [
    {
      id: "OidcProvider",
      comment,
      type: "AWS::IAM::OIDCProvider",
      properties: { Url: url, ClientIdList: [audience] },
      unlessExists: true,
    },
  ],
  // As files: version 1 of the AWS CLI fetches a value that begins with https://.
  shell: ({ arn, url, audience }) => ({
    apply: `${jsonFile("provider.json", { Url: url, ClientIDList: [audience] })}
${jsonFile("audience.json", { OpenIDConnectProviderArn: arn, ClientID: audience })}
if aws iam get-open-id-connect-provider ${option("--open-id-connect-provider-arn", arn)} >/dev/null 2>&1; then
  aws iam add-client-id-to-open-id-connect-provider --cli-input-json ${fromFile("audience.json")}
else
  aws iam create-open-id-connect-provider --cli-input-json ${fromFile("provider.json")} >/dev/null
fi`,
    undo: `# The OIDC provider stays: other roles may trust it. Where none does, this deletes it:
#   aws iam delete-open-id-connect-provider --open-id-connect-provider-arn ARN`,
  }),
};

/** The SAML provider that the trust policy names. Its metadata comes from the identity provider. */
export type MadeSamlProvider = { kind: "saml_provider"; name: string; arn: string; comment: string };

export const SAML_PROVIDER: Rendering<MadeSamlProvider> = {
  terraform: ({ name, comment }) => [
    {
      comment,
      type: "resource",
      labels: ["aws_iam_saml_provider", "people"],
      attributes: {
        count: expression('var.saml_metadata_file == "" ? 0 : 1'),
        name,
        saml_metadata_document: expression("file(var.saml_metadata_file)"),
      },
    },
  ],
  // Metadata are longer than a parameter may be, so that a template cannot carry them.
  template: () => [],
  shell: ({ name, arn }) => ({
    apply: `if ! aws iam get-saml-provider ${option("--saml-provider-arn", arn)} >/dev/null 2>&1; then
  [ -n "$SAML_METADATA_FILE" ] ||
    fail 'The account has no such SAML provider: set SAML_METADATA_FILE to the metadata of your identity provider.'
  aws iam create-saml-provider ${option("--name", name)} --saml-metadata-document "file://$SAML_METADATA_FILE" >/dev/null
fi`,
    undo: "# The SAML provider stays: other roles may trust it.",
  }),
};
