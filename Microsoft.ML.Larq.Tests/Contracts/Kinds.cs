using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Contracts;

/// <summary>
/// A kind is a description that may be written in any order: what is wrong in it is said when a layer is made of it.
/// </summary>
internal static class Kinds
{
    private static readonly TensorShape[] Inputs = [new(12), new(8, 4), new(12, 12, 4), new(6, 6, 6, 4)];

    public static string? Judge(LayerKind kind, BadValue bad)
    {
        foreach (var shape in Inputs)
        {
            try
            {
                NetworkDefinition.Build(shape, x => x.Apply(kind));
                if (bad.MustThrow) return $"was taken, for an input of {shape} too";
            }
            catch (ArgumentException)
            {
            }
            catch (Exception error)
            {
                return $"was taken, and a layer of it gave {MemberSweep.Told(error)}";
            }
        }

        return null;
    }
}
