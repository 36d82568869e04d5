/// A partition of AWS: a group of Regions with host names of its own.
package struct AWSPartition: Sendable, Equatable {
    /// The partition's ID, as in an ARN.
    package var id: String
    /// The end of its service host names.
    package var suffix: String
    /// The end of its dual-stack host names.
    package var dualStackSuffix: String

    /// The partition of a Region, by the beginning of its name.
    ///
    /// A name that fits none is taken for the standard partition, where new Regions open.
    package init(of region: Region) {
        self = AWSPartition.others.first { region.name.hasPrefix($0.prefix) }?.partition ?? AWSPartition.standard
    }

    private init(id: String, suffix: String, dualStackSuffix: String) {
        self.id = id
        self.suffix = suffix
        self.dualStackSuffix = dualStackSuffix
    }

    private static let standard = AWSPartition(id: "aws", suffix: "amazonaws.com", dualStackSuffix: "api.aws")

    // Source: the SDKs' shared partitions.json.
    private static let others: [(prefix: String, partition: AWSPartition)] = [
        (
            "cn-",
            AWSPartition(id: "aws-cn", suffix: "amazonaws.com.cn", dualStackSuffix: "api.amazonwebservices.com.cn")
        ),
        ("us-gov-", AWSPartition(id: "aws-us-gov", suffix: "amazonaws.com", dualStackSuffix: "api.aws")),
        ("us-iso-", AWSPartition(id: "aws-iso", suffix: "c2s.ic.gov", dualStackSuffix: "api.aws.ic.gov")),
        ("us-isob-", AWSPartition(id: "aws-iso-b", suffix: "sc2s.sgov.gov", dualStackSuffix: "api.aws.scloud")),
        (
            "eu-isoe-",
            AWSPartition(id: "aws-iso-e", suffix: "cloud.adc-e.uk", dualStackSuffix: "api.cloud-aws.adc-e.uk")
        ),
        ("us-isof-", AWSPartition(id: "aws-iso-f", suffix: "csp.hci.ic.gov", dualStackSuffix: "api.aws.hci.ic.gov")),
        (
            "eusc-",
            AWSPartition(id: "aws-eusc", suffix: "amazonaws.eu", dualStackSuffix: "api.amazonwebservices.eu")
        ),
    ]
}
