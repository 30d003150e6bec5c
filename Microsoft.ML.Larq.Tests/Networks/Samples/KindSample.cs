using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>A kind of layer with no parameter at its default, and the shapes of the inputs that it accepts.</summary>
internal sealed record KindSample(LayerKind Kind, params TensorShape[] Inputs);
