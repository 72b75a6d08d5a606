import type { UsageOrigin } from "@rolecall/aws-emulator";
import type { Ids } from "./ids.ts";
import type { RolePlan, UsePlan, UserPlan } from "./plans.ts";
import type { ServiceSet } from "./services.ts";

/** Whence the company's calls come: programs, and addresses out of the ranges that are set aside for documentation. */

type Kind =
  | "laptop"
  | "browser"
  | "instance"
  | "onPremises"
  | "github"
  | "gitlab"
  | "circleci"
  | "buildkite"
  | "bitbucket"
  | "terraform"
  | "vendor"
  | "rolecall"
  | "mail"
  | "wordpress"
  | "thief";

const GO = "aws-sdk-go-v2/1.39.4 ua/2.1 os/linux lang/go#1.25.3 md/GOARCH#amd64 md/GOOS#linux";
const BOTO = "Boto3/1.42.9 md/Botocore#1.42.9 ua/2.1 os/linux#6.1.155 md/arch#x86_64 lang/python#3.13.1";
const CLI = "aws-cli/2.31.18 md/awscrt#0.27.6 ua/2.1";

/** User agents of each kind, and the network that its calls come from: one address for all, or one for each of many machines. */
const KINDS: Record<Kind, { userAgents: readonly string[]; network: string; addresses: readonly [number, number] }> = {
  laptop: {
    userAgents: [
      `${CLI} os/macos#25.1.0 md/arch#arm64 lang/python#3.13.9 md/installer#exe md/prompt#off md/command#s3.ls`,
      `${CLI} os/linux#6.14.0 md/arch#x86_64 lang/python#3.13.9 md/installer#exe md/command#ec2.describe-instances`,
      "Boto3/1.40.55 md/Botocore#1.40.55 ua/2.1 os/macos#25.1.0 md/arch#arm64 lang/python#3.12.11",
    ],
    network: "203.0.113",
    addresses: [2, 120],
  },
  browser: {
    userAgents: [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0",
    ],
    network: "198.51.100",
    addresses: [20, 23],
  },
  instance: {
    userAgents: [
      BOTO,
      "aws-sdk-java/2.35.10 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.155 lang/java#21.0.8",
      GO,
      "aws-sdk-js/3.913.0 ua/2.1 os/linux#6.1.155 lang/js md/nodejs#22.20.0 api/sqs#3.913.0",
    ],
    network: "198.51.100",
    addresses: [130, 141],
  },
  onPremises: {
    userAgents: ["rclone/v1.71.1", `${CLI} os/linux#5.15.0 md/arch#x86_64 lang/python#3.13.9 md/command#s3.sync`],
    network: "198.51.100",
    addresses: [60, 67],
  },
  github: {
    userAgents: ["aws-sdk-js/3.726.1 configure-aws-credentials-for-github-actions ua/2.1 os/linux lang/js", GO],
    network: "192.0.2",
    addresses: [10, 60],
  },
  gitlab: { userAgents: [`${CLI} os/linux exec-env/gitlab-runner`], network: "192.0.2", addresses: [70, 73] },
  circleci: { userAgents: [`${CLI} os/linux exec-env/CircleCI`], network: "192.0.2", addresses: [80, 99] },
  buildkite: { userAgents: [`${GO} app/buildkite-agent`], network: "198.51.100", addresses: [142, 145] },
  bitbucket: {
    userAgents: [`${CLI} os/linux exec-env/bitbucket-pipelines`],
    network: "192.0.2",
    addresses: [105, 112],
  },
  terraform: {
    userAgents: [
      `APN/1.0 HashiCorp/1.0 Terraform/1.13.4 (+https://www.terraform.io) terraform-provider-aws/6.18.0 (+https://registry.terraform.io/providers/hashicorp/aws) ${GO}`,
    ],
    network: "192.0.2",
    addresses: [120, 127],
  },
  vendor: { userAgents: [BOTO, GO], network: "192.0.2", addresses: [140, 190] },
  rolecall: {
    userAgents: ["aws-sdk-js/3.1169.0 ua/2.1 os/linux lang/js md/nodejs#24.11.1 api/iam#3.1169.0 app/rolecall"],
    network: "192.0.2",
    addresses: [5, 6],
  },
  mail: { userAgents: ["ses-smtp"], network: "198.51.100", addresses: [131, 133] },
  wordpress: {
    userAgents: ["aws-sdk-php/3.356.38 ua/2.1 OS/Linux#5.15.0 lang/php#8.2.29 GuzzleHttp/7"],
    network: "192.0.2",
    addresses: [201, 201],
  },
  thief: {
    userAgents: ["Boto3/1.34.162 md/Botocore#1.34.162 ua/2.0 os/windows#10 md/arch#amd64 lang/python#3.11.9"],
    network: "192.0.2",
    addresses: [233, 236],
  },
};

/** What a principal's name tells of the machine that acts; the first one that fits. */
const BY_NAME: readonly [name: RegExp, kind: Kind][] = [
  [/^github-/, "github"],
  [/^gitlab-/, "gitlab"],
  [/^circleci-/, "circleci"],
  [/^buildkite-/, "buildkite"],
  [/^bitbucket-/, "bitbucket"],
  [/terraform/, "terraform"],
  [/^wordpress-/, "wordpress"],
  [/^ses-smtp-/, "mail"],
  [/nas-|plc-|^erp-|OnPremises|yard-camera|msp-/, "onPremises"],
  [/^(dev-postman|dev-shared-laptop|robot-arm|intern$)|springboard/, "laptop"],
  [/^RolecallReadOnly$/, "rolecall"],
  [/^AWSReservedSSO_|^Okta|OrganizationAccountAccessRole/, "browser"],
];

const BY_SERVICES: Partial<Record<ServiceSet, Kind>> = { thief: "thief", console: "browser" };

function kindOfUser({ userName, path, password }: UserPlan): Kind {
  const named = BY_NAME.find(([name]) => name.test(userName))?.[1];
  if (named) return named;
  if (path === "/vendors/") return "vendor";
  return password ? "laptop" : "instance";
}

const kindOfRole = ({ roleName, path }: RolePlan): Kind =>
  BY_NAME.find(([name]) => name.test(roleName))?.[1] ?? (path === "/vendors/" ? "vendor" : "instance");

/** The same program and address each time for one label. */
export function originOfKind(ids: Ids, kind: Kind, label: string): UsageOrigin {
  const { userAgents, network, addresses } = KINDS[kind];
  const [first, last] = addresses;
  const number = ids.number("origin", kind, label);
  return {
    userAgent: userAgents[number % userAgents.length]!,
    sourceIpAddress: `${network}.${first + (Math.floor(number / 7) % (last - first + 1))}`,
    ...(kind === "thief" ? { errorCode: "AccessDenied" } : {}),
  };
}

export const originOfUser = (ids: Ids, plan: UserPlan, { services }: UsePlan, label: string): UsageOrigin =>
  originOfKind(ids, BY_SERVICES[services] ?? kindOfUser(plan), label);

/** @param people who work through the permission set of a role that Identity Center made; one of them is in its sessions. */
export function originOfRole(ids: Ids, plan: RolePlan, people: readonly string[], label: string): UsageOrigin {
  const origin = originOfKind(ids, kindOfRole(plan), label);
  if (!/^AWSReservedSSO_|^Okta|OrganizationAccountAccessRole/.test(plan.roleName)) return origin;
  return { ...origin, sessionName: people[ids.number("session", label) % people.length]! };
}
