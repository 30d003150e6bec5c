// The runtime knows this attribute by its full name, which fixes the namespace.
namespace System.Runtime.CompilerServices;

/// <summary>Asks the runtime to let this assembly use the internal members of another.</summary>
/// <param name="assemblyName">The simple name of the other assembly.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName { get; } = assemblyName;
}
