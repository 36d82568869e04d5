/// What code and a profile say about instance metadata, as text; the variables of the environment are read beside it.
///
/// ```swift
/// let settings = InstanceMetadataSettings(profile: { profile[$0] })
/// ```
package struct InstanceMetadataSettings: Sendable, Equatable {
    /// An endpoint given in code; wins over everything.
    package var explicitEndpoint: String?
    /// A mode given in code, `IPv4` or `IPv6`; wins over the modes of environment and profile, not over an endpoint.
    package var explicitEndpointMode: String?
    /// A role given in code.
    package var explicitRole: String?
    /// `ec2_metadata_service_endpoint` of the profile.
    package var endpoint: String?
    /// `ec2_metadata_service_endpoint_mode` of the profile.
    package var endpointMode: String?
    /// `ec2_metadata_v1_disabled` of the profile.
    package var isV1Disabled: String?
    /// `ec2_instance_profile_name` of the profile.
    package var instanceProfileName: String?
    /// `metadata_service_timeout` of the profile.
    package var timeout: String?
    /// `metadata_service_num_attempts` of the profile.
    package var attempts: String?

    /// Creates settings that say nothing.
    package init() {}

    /// Takes the settings of a profile from its look-up.
    package init(profile: (String) -> String?) {
        endpoint = profile("ec2_metadata_service_endpoint")
        endpointMode = profile("ec2_metadata_service_endpoint_mode")
        isV1Disabled = profile("ec2_metadata_v1_disabled")
        instanceProfileName = profile("ec2_instance_profile_name")
        timeout = profile("metadata_service_timeout")
        attempts = profile("metadata_service_num_attempts")
    }
}
