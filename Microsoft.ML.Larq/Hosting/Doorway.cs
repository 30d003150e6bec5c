using System.Runtime.CompilerServices;

// The run-time half of the ML.NET doorway; build/OpenReferences.targets is the other.
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Data")]
