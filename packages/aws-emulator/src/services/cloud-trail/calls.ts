type ServiceCalls = {
  eventSource: string;
  /** Called in turn. */
  calls: readonly string[];
  /** The Region of all its events, where that is not the Region that was called. */
  region?: string;
};

const calls = (eventSource: string, names: string): ServiceCalls => ({
  eventSource: `${eventSource}.amazonaws.com`,
  calls: names.split(" "),
});

const inVirginia = (service: ServiceCalls): ServiceCalls => ({ ...service, region: "us-east-1" });

/**
 * What use of a service looks like in CloudTrail's management events. Services that are not here have data events only: S3
 * objects, DynamoDB items, Lambda invocations, SQS and SNS messages, Kinesis records, Keyspaces rows, mails by SES.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export const MANAGEMENT_CALLS: Readonly<Record<string, ServiceCalls>> = {
  athena: calls("athena", "GetQueryExecution GetWorkGroup StartQueryExecution"),
  autoscaling: calls("autoscaling", "DescribeAutoScalingGroups SetDesiredCapacity"),
  bedrock: calls("bedrock", "InvokeModel"),
  ce: inVirginia(calls("ce", "GetCostAndUsage GetDimensionValues")),
  cloudformation: calls("cloudformation", "DescribeStacks DescribeStackEvents CreateChangeSet ExecuteChangeSet"),
  cloudfront: inVirginia(calls("cloudfront", "GetDistribution CreateInvalidation")),
  cloudtrail: calls("cloudtrail", "DescribeTrails GetTrailStatus"),
  cloudwatch: calls("monitoring", "DescribeAlarms"),
  codecommit: calls("codecommit", "GitPull GetBranch"),
  config: calls("config", "DescribeConfigurationRecorders DescribeComplianceByConfigRule"),
  ec2: calls("ec2", "DescribeInstances DescribeSecurityGroups DescribeVolumes"),
  ecr: calls("ecr", "GetAuthorizationToken BatchGetImage DescribeImages"),
  ecs: calls("ecs", "DescribeServices RegisterTaskDefinition UpdateService"),
  eks: calls("eks", "DescribeCluster ListNodegroups"),
  elasticloadbalancing: calls("elasticloadbalancing", "DescribeLoadBalancers DescribeTargetHealth"),
  glue: calls("glue", "GetTable GetPartitions StartJobRun"),
  guardduty: calls("guardduty", "ListFindings GetFindings"),
  iam: inVirginia(calls("iam", "ListRoles GetRole ListUsers")),
  kms: calls("kms", "Decrypt GenerateDataKey"),
  logs: calls("logs", "DescribeLogGroups DescribeLogStreams"),
  organizations: inVirginia(calls("organizations", "ListAccounts DescribeOrganization")),
  rds: calls("rds", "DescribeDBInstances DescribeDBSnapshots"),
  redshift: calls("redshift", "DescribeClusters GetClusterCredentials"),
  route53: inVirginia(calls("route53", "ListResourceRecordSets ChangeResourceRecordSets")),
  sagemaker: calls("sagemaker", "DescribeTrainingJob CreateTrainingJob ListNotebookInstances"),
  secretsmanager: calls("secretsmanager", "GetSecretValue DescribeSecret"),
  securityhub: calls("securityhub", "GetFindings"),
  signin: calls("signin", "ConsoleLogin"),
  sts: calls("sts", "GetCallerIdentity"),
  tag: calls("tagging", "GetResources"),
};

const READS =
  /^(Get|List|Describe|BatchGet|Head|Lookup|AssumeRole|Decrypt|GenerateDataKey|InvokeModel|GitPull|Console)/;

/** CloudTrail's own word for whether a call changes anything: sign-ins count as changes, sessions do not. */
export const isReadOnly = (eventName: string): boolean => READS.test(eventName) && eventName !== "ConsoleLogin";
