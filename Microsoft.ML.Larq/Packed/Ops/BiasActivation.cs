using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>What follows the sums of a layer: + bias, rounded to single precision, then the activation.</summary>
internal sealed class BiasActivation(float[] bias, ActivationFunction activation)
{
    public long Bytes => (long)bias.Length * sizeof(float);

    public void Run(Span<float> sums)
    {
        if (bias.Length > 0)
        {
            for (var rest = sums; !rest.IsEmpty; rest = rest[bias.Length..])
            {
                for (var i = 0; i < bias.Length; i++) rest[i] += bias[i];
            }
        }

        ScalarActivation.Run(activation, sums);
    }
}
