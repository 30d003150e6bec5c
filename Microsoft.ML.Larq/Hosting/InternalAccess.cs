using System.Runtime.CompilerServices;

// The run-time half of the access to ML.NET's internals; build/OpenReferences.targets is the half at build time.
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Data")]
