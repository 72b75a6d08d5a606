import type { CheckId, ControlRef } from "../../judgement/check.ts";

/** The numbers of one item in the three versions of the CIS benchmark; null: it is not in that version. */
type CisItem = { v7: string | null; v6: string | null; v5: string | null; level: 1 | 2 };

type Controls = { cis?: CisItem; afsbp?: readonly string[]; nist?: readonly string[]; pci?: readonly string[] };

const cis = (v7: string | null, v6: string | null, v5: string | null, level: 1 | 2 = 1): CisItem => ({
  v7,
  v6,
  v5,
  level,
});

/** As Security Hub maps the controls that ask for MFA, and those that limit what policies allow. */
const MFA = ["AC-2(1)", "AC-3(15)", "IA-2(1)", "IA-2(2)", "IA-2(6)", "IA-2(8)"];
const PASSWORD_POLICY = ["AC-2(1)", "AC-2(3)", "AC-3(15)", "IA-5(1)"];
const LEAST_PRIVILEGE = [
  "AC-2",
  "AC-2(1)",
  "AC-3",
  "AC-3(7)",
  "AC-3(15)",
  "AC-5",
  "AC-6",
  "AC-6(2)",
  "AC-6(3)",
  "AC-6(10)",
];
const EVERYBODY = { cis: cis("2.21", null, null), nist: ["AC-3", "AC-6"] };
const ENTRANCE = { nist: ["AC-3", "AC-6"] };

/**
 * The controls that each check answers, in whole or in part. The numbers of Security Hub that are in no standard listed here, such
 * as IAM.15, stand in the check's source.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html "Related requirements" of each control
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html
 */
export const CHECK_CONTROLS: Readonly<Record<CheckId, Controls>> = {
  root_access_key: {
    cis: cis("2.4", "2.3", "1.3"),
    afsbp: ["IAM.4"],
    nist: ["AC-2(1)", "AC-3(7)", "AC-3(15)", "AC-6", "AC-6(2)", "AC-6(10)"],
  },
  root_mfa: { cis: cis("2.5", "2.4", "1.4"), nist: MFA, pci: ["8.4.2"] },
  root_hardware_mfa: { cis: cis("2.6", "2.5", "1.5", 2), afsbp: ["IAM.6"], nist: MFA, pci: ["8.4.2"] },
  root_recently_used: { cis: cis("2.7", "2.6", "1.6"), nist: ["AC-6(2)", "AC-6(10)"] },
  root_centrally_managed: { cis: cis("2.1.1", null, null, 2), nist: ["AC-6(2)"] },
  password_policy_length: { cis: cis("2.8", "2.7", "1.7"), nist: ["IA-5(1)"], pci: ["8.3.6"] },
  password_policy_reuse: { cis: cis("2.9", "2.8", "1.8"), nist: ["IA-5(1)"], pci: ["8.3.7"] },
  password_policy_strength: {
    afsbp: ["IAM.7"],
    nist: PASSWORD_POLICY,
    pci: ["8.3.6", "8.3.7", "8.3.9", "8.3.10.1", "8.6.3"],
  },
  console_user_mfa: { cis: cis("2.10", "2.9", "1.9"), afsbp: ["IAM.5"], nist: MFA, pci: ["8.4.2"] },
  credential_overdue: {
    cis: cis("2.12", "2.13", "1.13"),
    afsbp: ["IAM.3"],
    nist: ["AC-2(1)", "AC-2(3)", "AC-3(15)"],
    pci: ["8.3.9", "8.6.3"],
  },
  credential_unused: {
    cis: cis("2.11", "2.11", "1.11"),
    afsbp: ["IAM.8"],
    nist: ["AC-2", "AC-2(1)", "AC-2(3)", "AC-3", "AC-3(7)", "AC-3(15)", "AC-6"],
    pci: ["8.2.6"],
  },
  api_key_without_expiry: { nist: ["IA-5"], pci: ["8.6.3"] },
  one_active_key: { cis: cis(null, "2.12", "1.12"), nist: ["IA-5"] },
  key_made_with_user: { cis: cis(null, "2.10", "1.10"), nist: ["IA-5"] },
  rotated_in_name_only: { nist: ["AC-2(3)", "IA-5"], pci: ["8.6.3"] },
  two_key_deadlock: { nist: ["IA-5"] },
  quarantine_policy: { nist: ["IA-5"] },
  user_direct_policies: {
    cis: cis("2.13", "2.14", "1.14"),
    afsbp: ["IAM.2"],
    nist: ["AC-2", "AC-2(1)", "AC-3", "AC-3(7)", "AC-3(15)", "AC-6", "AC-6(3)"],
  },
  admin_policy: { cis: cis("2.14", "2.15", "1.15"), afsbp: ["IAM.1"], nist: LEAST_PRIVILEGE },
  service_wildcard_policy: { afsbp: ["IAM.21"], nist: LEAST_PRIVILEGE },
  inline_admin_policy: { cis: cis("2.14", "2.15", "1.15"), nist: LEAST_PRIVILEGE },
  cloudshell_full_access: { cis: cis("2.20", "2.21", "1.21"), nist: ["AC-6"] },
  support_role: { cis: cis("2.15", "2.16", "1.16"), pci: ["12.10.3"] },
  federation_in_place: { cis: cis("2.19", "2.20", "1.20", 2), nist: ["AC-2(1)"] },
  server_certificate_expired: { cis: cis("2.17", "2.18", "1.18") },
  saml_provider_expired: {},
  trust_public: EVERYBODY,
  trust_not_principal: EVERYBODY,
  trust_external_without_id: ENTRANCE,
  trust_external_id_optional: ENTRANCE,
  trust_external_id_wildcard: ENTRANCE,
  trust_external_id_guessable: ENTRANCE,
  trust_external_id_reused: ENTRANCE,
  trust_service_without_source: ENTRANCE,
  trust_oidc_without_subject: ENTRANCE,
  trust_oidc_any_tenant: ENTRANCE,
  trust_oidc_broad_subject: ENTRANCE,
  trust_oidc_pull_requests: ENTRANCE,
  trust_oidc_optional_claim: ENTRANCE,
  trust_oidc_without_audience: ENTRANCE,
  trust_eks_whole_cluster: ENTRANCE,
  trust_saml_audience: ENTRANCE,
  trust_cognito_pool: ENTRANCE,
  trust_roles_anywhere_any_certificate: ENTRANCE,
  trust_mfa_optional: { nist: ["AC-3", "AC-6", "IA-2(1)"] },
  trust_session_tags_unlimited: ENTRANCE,
  trust_deleted_principal: { nist: ["AC-2"] },
};

const refs = (benchmark: ControlRef["benchmark"], controls: readonly string[] = []): ControlRef[] =>
  controls.map((control) => ({ benchmark, control, level: null }));

/** The controls of a check, CIS first. */
export function controlRefs(id: CheckId): ControlRef[] {
  const { cis: item, afsbp, nist, pci } = CHECK_CONTROLS[id];
  const versions = item
    ? ([
        ["cis_7.0.0", item.v7],
        ["cis_6.0.0", item.v6],
        ["cis_5.0.0", item.v5],
      ] as const)
    : [];
  return [
    ...versions.flatMap(([benchmark, control]) =>
      control ? [{ benchmark, control, level: item?.level ?? null }] : [],
    ),
    ...refs("afsbp_1.0.0", afsbp),
    ...refs("nist_800_53_r5", nist),
    ...refs("pci_dss_4.0.1", pci),
  ];
}
