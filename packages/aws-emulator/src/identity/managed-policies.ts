/** AWS managed policies that the emulated accounts use, narrowed to what matters to IAM, STS and Organizations. */
export type ManagedPolicy = {
  name: string;
  path: string;
  policyId: string;
  versionId: string;
  createdAt: Date;
  document: string;
};

type Row = { path?: string; allow: string[]; deny?: string[]; createdOn: string; versionId?: string };

const ROWS: Readonly<Record<string, Row>> = {
  AdministratorAccess: { allow: ["*"], createdOn: "2015-02-06" },
  PowerUserAccess: {
    allow: ["s3:*", "ec2:*", "lambda:*", "iam:ListRoles", "organizations:DescribeOrganization", "account:ListRegions"],
    createdOn: "2015-02-06",
    versionId: "v6",
  },
  ReadOnlyAccess: {
    allow: [
      "iam:Generate*",
      "iam:Get*",
      "iam:List*",
      "iam:Simulate*",
      "organizations:Describe*",
      "organizations:List*",
      "sts:GetAccessKeyInfo",
      "s3:Get*",
      "s3:List*",
      "ec2:Describe*",
    ],
    createdOn: "2015-02-06",
    versionId: "v120",
  },
  ViewOnlyAccess: {
    path: "/job-function/",
    allow: [
      "iam:ListAccountAliases",
      "iam:ListGroups",
      "iam:ListRoles",
      "iam:ListUsers",
      "s3:ListAllMyBuckets",
      "ec2:Describe*",
    ],
    createdOn: "2016-11-10",
    versionId: "v20",
  },
  SecurityAudit: {
    allow: [
      "iam:GenerateCredentialReport",
      "iam:GenerateServiceLastAccessedDetails",
      "iam:Get*",
      "iam:List*",
      "iam:SimulateCustomPolicy",
      "iam:SimulatePrincipalPolicy",
      "organizations:Describe*",
      "organizations:List*",
      "s3:GetBucket*",
      "ec2:Describe*",
    ],
    createdOn: "2015-02-06",
    versionId: "v60",
  },
  IAMReadOnlyAccess: {
    allow: [
      "iam:GenerateCredentialReport",
      "iam:GenerateServiceLastAccessedDetails",
      "iam:Get*",
      "iam:List*",
      "iam:SimulateCustomPolicy",
      "iam:SimulatePrincipalPolicy",
    ],
    createdOn: "2015-02-06",
    versionId: "v4",
  },
  IAMFullAccess: {
    allow: ["iam:*", "organizations:DescribeAccount", "organizations:DescribeOrganization", "organizations:ListRoots"],
    createdOn: "2015-02-06",
    versionId: "v2",
  },
  IAMUserChangePassword: { allow: ["iam:ChangePassword", "iam:GetAccountPasswordPolicy"], createdOn: "2016-11-15" },
  AWSOrganizationsReadOnlyAccess: {
    allow: ["organizations:Describe*", "organizations:List*"],
    createdOn: "2018-11-06",
    versionId: "v3",
  },
  AWSSupportAccess: { allow: ["support:*"], createdOn: "2015-02-06" },
  Billing: {
    path: "/job-function/",
    allow: ["aws-portal:*Billing", "ce:*", "budgets:*"],
    createdOn: "2016-11-10",
    versionId: "v12",
  },
  AmazonS3FullAccess: { allow: ["s3:*", "s3-object-lambda:*"], createdOn: "2015-02-06", versionId: "v2" },
  AmazonS3ReadOnlyAccess: { allow: ["s3:Get*", "s3:List*", "s3:Describe*"], createdOn: "2015-02-06", versionId: "v3" },
  AmazonEC2FullAccess: {
    allow: ["ec2:*", "elasticloadbalancing:*", "cloudwatch:*", "autoscaling:*"],
    createdOn: "2015-02-06",
    versionId: "v5",
  },
  AmazonEC2ReadOnlyAccess: {
    allow: ["ec2:Describe*", "elasticloadbalancing:Describe*", "cloudwatch:Describe*"],
    createdOn: "2015-02-06",
    versionId: "v2",
  },
  AmazonDynamoDBFullAccess: { allow: ["dynamodb:*", "dax:*"], createdOn: "2015-02-06", versionId: "v15" },
  AmazonSESFullAccess: { allow: ["ses:*"], createdOn: "2015-02-06" },
  AmazonSQSFullAccess: { allow: ["sqs:*"], createdOn: "2015-02-06" },
  CloudWatchAgentServerPolicy: {
    allow: ["cloudwatch:PutMetricData", "ec2:DescribeTags", "logs:PutLogEvents", "logs:CreateLogGroup"],
    createdOn: "2018-03-07",
    versionId: "v3",
  },
  AmazonSSMManagedInstanceCore: {
    allow: ["ssm:*", "ssmmessages:*", "ec2messages:*"],
    createdOn: "2019-03-15",
    versionId: "v2",
  },
  AWSLambdaBasicExecutionRole: {
    path: "/service-role/",
    allow: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    createdOn: "2015-04-09",
  },
  AmazonECSTaskExecutionRolePolicy: {
    path: "/service-role/",
    allow: ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "logs:PutLogEvents"],
    createdOn: "2017-11-16",
  },
  AWSCodePipeline_FullAccess: { allow: ["codepipeline:*", "s3:*"], createdOn: "2020-08-03", versionId: "v2" },
  AWSBackupFullAccess: { allow: ["backup:*", "backup-storage:*"], createdOn: "2019-11-18", versionId: "v19" },
  AWSCloudFormationFullAccess: { allow: ["cloudformation:*"], createdOn: "2019-07-26" },
  AWSCodeCommitPowerUser: {
    allow: ["codecommit:Get*", "codecommit:List*", "codecommit:GitPull", "codecommit:GitPush", "sns:ListTopics"],
    createdOn: "2015-07-09",
    versionId: "v15",
  },
  AWSGlueConsoleFullAccess: {
    allow: ["glue:*", "redshift:Describe*", "iam:ListRoles", "s3:ListAllMyBuckets", "logs:GetLogEvents"],
    createdOn: "2017-08-14",
    versionId: "v16",
  },
  AmazonAthenaFullAccess: {
    allow: ["athena:*", "glue:GetTable*", "glue:GetDatabase*", "s3:GetObject", "s3:PutObject", "sns:ListTopics"],
    createdOn: "2016-11-30",
    versionId: "v12",
  },
  AmazonBedrockLimitedAccess: {
    allow: ["bedrock:Get*", "bedrock:List*", "bedrock:InvokeModel*", "bedrock:CallWithBearerToken", "kms:DescribeKey"],
    createdOn: "2025-06-16",
    versionId: "v2",
  },
  AmazonEC2ContainerRegistryPowerUser: {
    allow: ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:PutImage", "ecr:ListImages"],
    createdOn: "2015-12-21",
    versionId: "v4",
  },
  AmazonKeyspacesFullAccess: { allow: ["cassandra:*"], createdOn: "2020-04-23", versionId: "v12" },
  CloudWatchReadOnlyAccess: {
    allow: ["cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*", "logs:Get*", "logs:Describe*"],
    createdOn: "2015-02-06",
    versionId: "v12",
  },
  AWSCloudShellFullAccess: { allow: ["cloudshell:*"], createdOn: "2020-12-15" },
  AWSCompromisedKeyQuarantineV2: {
    allow: [],
    deny: [
      "iam:CreateAccessKey",
      "iam:CreateUser",
      "iam:AttachUserPolicy",
      "ec2:RunInstances",
      "lambda:CreateFunction",
    ],
    createdOn: "2021-04-21",
    versionId: "v2",
  },
  AWSCompromisedKeyQuarantineV3: {
    allow: [],
    deny: [
      "iam:CreateAccessKey",
      "iam:CreateUser",
      "iam:AttachUserPolicy",
      "ec2:RunInstances",
      "lambda:CreateFunction",
    ],
    createdOn: "2024-08-21",
    versionId: "v3",
  },
  AWS_ConfigRole: {
    path: "/service-role/",
    allow: ["config:Put*", "ec2:Describe*", "iam:GetAccountAuthorizationDetails", "s3:GetBucket*"],
    createdOn: "2020-07-14",
    versionId: "v90",
  },
  ...serviceLinkedRows(),
};

/** The policies of service-linked roles; each allows its own service. */
function serviceLinkedRows(): Record<string, Row> {
  const services = {
    AccessAnalyzer: "access-analyzer",
    AmazonEKS: "eks",
    AmazonGuardDuty: "guardduty",
    AutoScaling: "autoscaling",
    CloudTrail: "cloudtrail",
    Config: "config",
    ECS: "ecs",
    ElastiCache: "elasticache",
    ElasticLoadBalancing: "elasticloadbalancing",
    Organizations: "organizations",
    RDS: "rds",
    SSO: "sso",
    SecurityHub: "securityhub",
    Support: "support",
    TrustedAdvisor: "trustedadvisor",
  };
  return Object.fromEntries(
    Object.entries(services).map(([name, service]) => [
      `AWS${name}ServiceRolePolicy`,
      { path: "/aws-service-role/", allow: [`${service}:*`, "ec2:Describe*"], createdOn: "2018-03-01" },
    ]),
  );
}

const document = ({ allow, deny = [] }: Row): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      ...(allow.length > 0 ? [{ Effect: "Allow", Action: allow, Resource: "*" }] : []),
      ...(deny.length > 0 ? [{ Effect: "Deny", Action: deny, Resource: "*" }] : []),
    ],
  });

const toPolicy = (name: string, row: Row, index: number): ManagedPolicy => ({
  name,
  path: row.path ?? "/",
  policyId: `ANPAI${String(index).padStart(2, "0")}EMULATEDMANAGE`,
  versionId: row.versionId ?? "v1",
  createdAt: new Date(`${row.createdOn}T18:40:00Z`),
  document: document(row),
});

const BY_RESOURCE = new Map(
  Object.entries(ROWS).map(([name, row], index) => {
    const policy = toPolicy(name, row, index + 1);
    return [`policy${policy.path}${name}`, policy] as [string, ManagedPolicy];
  }),
);

export const allManagedPolicies = (): ManagedPolicy[] => [...BY_RESOURCE.values()];

const AWS_MANAGED_ARN = /^arn:aws[\w-]*:iam::aws:(policy\/.+)$/;

/** The AWS managed policy with this ARN; undefined for one that is not in the table, which then allows nothing. */
export function findManagedPolicy(arn: string): ManagedPolicy | undefined {
  const resource = AWS_MANAGED_ARN.exec(arn)?.[1];
  return resource === undefined ? undefined : BY_RESOURCE.get(resource);
}
