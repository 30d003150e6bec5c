using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Larq;

namespace ClusterSample;

/// <summary>A rank's part of a table, and what a model's weights are.</summary>
internal static class Part
{
    /// <summary>As many rows as another rank's, or one more or less, in their order.</summary>
    public static IDataView Of(MLContext context, IDataView rows, int rank, int ranks)
    {
        var all = Read(context, rows);
        return context.Data.LoadFromEnumerable(all[(all.Length * rank / ranks)..(all.Length * (rank + 1) / ranks)]);
    }

    /// <summary>The rows and one that cannot be trained on, to see what then becomes of all ranks.</summary>
    public static IDataView WithABadRow(MLContext context, IDataView rows) => context.Data.LoadFromEnumerable(
        [.. Read(context, rows), new Digit { Pixels = [.. Enumerable.Repeat(float.NaN, 64)] }]);

    /// <summary>The beginning of a SHA-256 of all weights.</summary>
    public static string Digest(BinarizedNetworkTransformer model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var weight in model.Weights.Values) hash.AppendData(MemoryMarshal.AsBytes(weight.Values));
        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }

    private static Digit[] Read(MLContext context, IDataView rows) =>
        [.. context.Data.CreateEnumerable<Digit>(rows, reuseRowObject: false)];
}
