namespace Microsoft.ML.Larq.Microcontrollers.Text;

/// <summary>A type or a function that calls in the source need; '@' stands for what its names begin with.</summary>
/// <param name="Code">The C code.</param>
/// <param name="Needs">What has to come before it.</param>
internal sealed record CFunction(string Code, params CFunction[] Needs);
