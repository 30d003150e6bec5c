namespace Microsoft.ML.Larq.Networks.Shapes;

/// <summary>How a feature vector becomes a network's input: its shape, and the order of an image's values.</summary>
/// <param name="Shape">The network's input shape, NHWC per row.</param>
/// <param name="Order">The order in the feature vector.</param>
internal readonly record struct RowLayout(TensorShape Shape, PixelOrder Order)
{
    /// <summary>Whether a row is as the network takes it.</summary>
    public bool IsPlain => Order == PixelOrder.Interleaved || Shape.Rank != 3 || Shape.Channels == 1;

    /// <summary>
    /// Puts a row into the network's order; <paramref name="source"/> and <paramref name="target"/> may not overlap.
    /// </summary>
    public void Arrange(ReadOnlySpan<float> source, Span<float> target)
    {
        if (IsPlain)
        {
            source.CopyTo(target);
            return;
        }

        var pixels = Shape[0] * Shape[1];
        var channels = Shape.Channels;
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            for (var channel = 0; channel < channels; channel++)
                target[(pixel * channels) + channel] = source[(channel * pixels) + pixel];
        }
    }
}
