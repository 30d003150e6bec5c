using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Tests.Tensors;

/// <summary>Where threads have signal stacks that AMX could overflow; elsewhere nothing is done.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class LinuxX64ConditionAttribute() : ConditionBaseAttribute(ConditionMode.Include)
{
    public override bool IsConditionMet =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    public override string GroupName => nameof(LinuxX64ConditionAttribute);
}
